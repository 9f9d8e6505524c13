## 更多经验公式

book-rules = 更多经验公式

formula-gpt2_small--param_share = 与GPT-2 small的参数之比
    .meaning = “参数是GPT-2 small的四分之一”。
    .source = D1显卡主人的说明
formula-d1--from_gpt2_small = 由GPT-2 small类推
    .meaning = 由GPT-2 small的用量推出的D1用量。
    .source = D1显卡主人的说明
formula-d1--overhead_share = 额外开销的占比
    .meaning = 据说额外开销所占的比例。
    .source = D1显卡主人的说明
formula-folk--tensor_overhead = 每个张量的额外开销
    .meaning = 据说PyTorch给每个张量增加的比例。
    .source = D1显卡主人的说明
formula-korthikanti--flash = 论文的激活值公式，不含分数项
    .meaning = 模型状态，加上激活值只在使用手写注意力时才含分数项。
    .source = Korthikanti等，2022年（arXiv:2205.05198）
formula-accelerate--peak = accelerate的估算
    .meaning = float32权重大小的4倍，半精度时为2倍。
    .source = Hugging Face的`accelerate estimate-memory`
formula-zero2_estimator--peak = DeepSpeed的估算，单个GPU
    .meaning = ZeRO-2在单个GPU上的模型状态。
    .source = DeepSpeed的`estimate_zero2_model_states_mem_needs`
formula-blocks_and_rest--eager = 块的激活值及其余（eager）
    .meaning = 峰值中除去模型状态和与logits同形的张量之后的部分。
    .source = 本站的定义
