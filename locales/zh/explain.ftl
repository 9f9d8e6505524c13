## What `babacus explain` says about configs, logs, nvidia-smi and out-of-memory messages

evidence-config = 配置文件 { $file }
evidence-config-assumed = 文件没有写明，按以下取值假定：
evidence-config-default = nanoGPT的默认值
evidence-config-follows = 由 { $key } = { $value } 决定
evidence-config-forced = 由 { $key } = { $value } 决定，与文件所写无关
evidence-config-dynamic = 动态内容，未执行：
evidence-dynamic-call = 函数调用
evidence-dynamic-conditional = 条件表达式
evidence-dynamic-import = 导入语句
evidence-dynamic-attribute = 属性
evidence-dynamic-subscript = 下标取值
evidence-dynamic-name = 值未知的名称
evidence-dynamic-operator = 此处不支持的运算符
evidence-dynamic-format = 含有计算的字符串
evidence-dynamic-statement = 语句
evidence-dynamic-block = 不一定会执行的代码块
evidence-card = { $card }：nvidia-smi显示为 { $total }
evidence-estimates = 估算结果

evidence-log = 日志 { $file } 与公式的比较
evidence-agrees = 与估算一致（{ $estimate }）
evidence-above = 比估算值 { $estimate } 多 { $by }
evidence-below = 比估算值 { $estimate } 少 { $by }
evidence-log-change = 若改为 { $change }，则全部一致，实际运行很可能就是这样设置的。
evidence-log-unexplained = 日志和输入很可能不是同一次运行。最常见的原因是词表大小、是否有偏置以及序列长度；另外，nanoGPT的“number of parameters”不含位置嵌入。

evidence-smi = { $file } 中的nvidia-smi与公式的比较
evidence-smi-process = 进程 { $name } 占用 { $reading }。
evidence-smi-used = 整块显卡已用 { $reading }，其中有多少属于训练，这里看不出来。
evidence-smi-estimate = 估算范围为 { $low } 到 { $high }，通常为 { $usual }（保留的显存加上CUDA上下文）。
evidence-smi-peak = 其中张量在峰值时申请 { $peak }。
evidence-smi-inside-above = 读数在此范围内，比通常值多 { $by }。
evidence-smi-inside-below = 读数在此范围内，比通常值少 { $by }。
evidence-smi-above = 读数比通常值多 { $by }，超出了范围。常见原因是碎片、中途的评估、多GPU（DDP、NCCL），或者PyTorch版本不同。
evidence-smi-below = 读数比通常值少 { $by }，低于范围。多半是在第一个完整步骤之前读取的，或者实际运行经过编译，而估算没有。
evidence-smi-change = 若改为 { $change }，读数就在范围之内。
evidence-smi-others = 整块显卡已用 { $used }，其中 { $others } 属于其他进程或驱动，不属于该进程：进程的上下文、内核和缓存已经算在它自己的数值里。
evidence-smi-total = 显卡共有 { $total }，与假定相同。
evidence-smi-total-differs = 显卡共有 { $total }，而计算时假定为 { $card }；可用 --set card='{ $mib } MiB' 更正。

evidence-oom = 逐个解释报错中的数字
evidence-oom-tried = 申请的大小，已按分配器的步长向上取整
evidence-oom-capacity = CUDA看到的显存总量，nvidia-smi显示的略大一些
evidence-oom-free = 卡上空闲
evidence-oom-allocated = 张量占用
evidence-oom-reserved = 分配器保留的总量，包括张量占用
evidence-oom-spare = 分配器已保留、但没有张量占用
evidence-oom-pools = 在CUDA图的专用内存池里
evidence-oom-process = 本进程的总量，包括CUDA上下文和内核
evidence-oom-other = 卡上某个进程的占用，也可能就是本进程
evidence-oom-allowed = 程序给自己设的上限
evidence-oom-unknown = 未知
evidence-oom-request = 该张量需要的空间大于 { $low }，不超过 { $high }：显存按2 MiB的步长保留。
evidence-oom-request-small = 该张量需要的空间不超过 { $high }：小的申请共用2 MiB的块。
evidence-oom-request-medium = 该张量需要的空间大于 { $low }，小于 { $high }：这样的申请共用20 MiB的块。
evidence-oom-note-spare = 有 { $amount } 已保留而没有张量占用，但不够这次申请。
evidence-oom-note-fragmented = 有 { $amount } 已保留而没有张量占用。数量足够，但不连续，也就是碎片；可以设置 PYTORCH_CUDA_ALLOC_CONF=expandable_segments:True。
evidence-oom-note-context = 本进程在分配器之外占用 { $amount }：CUDA上下文和已加载的内核。
evidence-oom-note-others = { $amount } 属于卡上的其他进程。
evidence-oom-note-outside = { $amount } 在分配器之外：本进程的CUDA上下文，以及其他进程。
evidence-oom-note-free = 还有 { $amount } 空闲，比申请的多，说明受到别的限制：设定的上限、同一时刻的其他进程，或者Windows上的驱动。
evidence-oom-note-beyond = 保留的总量比显卡多出 { $amount }：驱动把一部分放到了主内存里。
evidence-oom-peak-below = 已占用加上申请共 { $needed }；估算的峰值为 { $peak }，可见在到达峰值之前就已经失败。
evidence-oom-peak-above = 已占用加上申请共 { $needed }，超过估算的峰值 { $peak }：实际设置与配置文件不同，或者还有别的东西占用显存。
evidence-oom-tensors = 大小相符的张量：
evidence-oom-no-tensor = 公式中没有这个大小的张量。
evidence-oom-more = ……另有 { $count } 个
evidence-oom-request-before = 该张量需要的空间大于 { $low }，不超过 { $high }：早期版本按128 KiB的步长保留显存。
evidence-oom-request-exact = 这个数没有按分配器的步长取整：该张量需要 { $low } 到 { $high }。
evidence-config-site = 不属于nanoGPT的设置
evidence-oom-request-small-before = 该张量需要的空间不超过 { $high }：在早期版本中，小的申请共用1 MiB的块。
