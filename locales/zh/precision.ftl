## “混合精度：各项状态占多少显存”页所用的训练设定和公式

book-precision = 混合精度

scenario-d1_bfloat16 = D1，bfloat16
    .meaning = 用bfloat16代替float16的D1。
scenario-d1_foreach = D1，AdamW（foreach版）
    .meaning = 优化器换成foreach版的D1。
scenario-d1_sgd = D1，SGD
    .meaning = 优化器换成不带动量的SGD的D1。

formula-counting--mlsystems = 每参数字节数，mlsystems.dev
    .meaning = 该计算器的算法。
    .source = 引用：mlsystems.dev
formula-counting--eleutherai = 每参数字节数，EleutherAI
    .meaning = 半精度权重、float32梯度、主权重和动量项。
    .source = 引用：EleutherAI cookbook，`calc_transformer_mem.py`
formula-counting--master_weights = 使用主权重的算法
    .meaning = 权重和梯度为半精度，主权重和动量项为float32。
    .source = 本站的定义
formula-counting--autocast = autocast下的算法
    .meaning = 权重、梯度和两个动量项都是float32。
    .source = 逐个张量追踪PyTorch 2.15的分配，并在不做运算的设备上核对
formula-model_states_with_copies = 模型状态加半精度副本
    .meaning = 连同等待反向传播的权重副本。
    .source = 逐个张量追踪PyTorch 2.15的分配，并在不做运算的设备上核对
formula-moment_state = 一个动量项
    .meaning = AdamW两个动量项之一。
    .source = 逐个张量追踪PyTorch 2.15的分配，并在不做运算的设备上核对
formula-step_temporaries = 更新时的临时区域
    .meaning = foreach版AdamW和SGD仅在更新期间占用。
    .source = 逐个张量追踪PyTorch 2.15的分配，并在不做运算的设备上核对
formula-step_peak = 一步的峰值
    .meaning = 逐个操作追踪得到的峰值（eager）。
    .source = 逐个张量追踪PyTorch 2.15的分配，并在不做运算的设备上核对
