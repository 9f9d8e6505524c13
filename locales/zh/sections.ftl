## Sections of the formula book, one for each file of content/formulas/.

book-attention = 注意力
book-batch = 批与token
book-block = 一个块的过程
book-card = 显卡装得下吗
book-cards = 显卡一览
book-inputs = 输入的条件
book-kernels = 内核的工作区
book-logits = logits与交叉熵
book-measured = 与实测对照
book-observed = 实测值
book-parameters = 参数个数
book-peak = 显存峰值
book-quoted = 引用的经验公式
book-saved = 为反向传播保存的数据
book-scenarios = 情景
book-states = 权重、梯度与优化器状态
book-step = 一个训练步
book-requests = 向分配器的申请
