## The calculator: `{% calculator … %}`

# The form
calculator-inputs = 输入
calculator-results = 结果
calculator-preset = 从预设开始
calculator-own = 自己的取值
calculator-reset = 恢复初始值
calculator-no-script = 未启用JavaScript，这里显示的是示例的计算结果。启用后即可用自己的输入计算。
calculator-no-server = 以文件方式打开时无法计算，这里显示的是示例的计算结果。
calculator-invalid = 有输入不正确，结果尚未更新。

# What is wrong with a field
calculator-error-empty = 请填写数值。
calculator-error-number = 这不是一个数。
calculator-error-unit = 不认识这个单位。可用的单位：{ $values }
calculator-error-whole = 请填写整数。
calculator-error-least = 不能小于{ $limit }。
calculator-error-above = 必须大于{ $limit }。
calculator-error-most = 不能大于{ $limit }。
calculator-error-below = 必须小于{ $limit }。
calculator-error-limit = 数值太大，无法计算。
calculator-error-other = 用这些输入无法计算。

# Results
calculator-parts = 构成
calculator-against = { $name }：{ $value }
calculator-bar = { $name }的构成与{ $limit }
calculator-beside = 按“{ $name }”比较{ $value }
calculator-current = 当前设置
calculator-each = “{ $name }”一览
calculator-row = 名称
calculator-changes = 先改什么
calculator-changes-about = 每次只改一项，按节省的多少排列。
calculator-changes-none = 只改一项都无法减少。
calculator-change = { $name }：{ $from } → { $to }
calculator-apply = 应用
calculator-undo = 撤销
calculator-applied = 已修改（{ $text }）。
calculator-undone = 已撤销（{ $text }）。
calculator-timeline = { $name }的变化过程
calculator-timeline-peak = 最高点出现在步骤“{ $name }”，为{ $value }。
calculator-said = { $name }：{ $value }

# Links and copies
calculator-share = 保存这次计算
calculator-link = 复制链接
calculator-copy = 复制为nanoGPT配置
calculator-copied = 已复制。
calculator-not-copied = 无法复制，请手动选取以下内容：
calculator-link-unknown = 链接中有此计算器没有的项目：{ $values }
calculator-link-bad = 链接中有无法读取的值：{ $values }

# A pasted config
calculator-config = 粘贴nanoGPT配置
calculator-config-text = 配置文件的内容（Python）
calculator-config-about = 只读取字面量和简单的算术，不执行任何代码，内容也不会离开本页。
calculator-config-read = 读取
calculator-config-said = 从文件读取的设置：
calculator-config-kept = { $values } 不是nanoGPT的设置，保持不变。
calculator-config-empty = 请粘贴配置文件的内容。
calculator-config-faults = 文件有误，未作任何更改：
calculator-place = 第{ $from }行：{ $text }
calculator-bad-whole = { $name } 应为整数。
calculator-bad-number = { $name } 应为数值。
calculator-bad-flag = { $name } 应为True或False。
calculator-bad-choice = { $name } 应为以下之一：{ $values }。
calculator-unknown-default = 不认识 { $key } = { $text }，因此无法确定 { $name }。请加一行 { $name } = …。
calculator-unknown-forced = 不知道 { $key } = { $text } 会带来什么，因此按文件所写的规格计算。
calculator-python-this-text-has-no-end = 字符串没有结束。
calculator-python-this-bracket-closes-nothing = 多余的右括号。
calculator-python-this-sign-means-nothing-in-python = Python中没有这个符号。
calculator-python-this-bracket-is-not-closed = 括号没有闭合。
calculator-python-here-a-value-is-missing = 此处缺少值。
calculator-python-here-a-name-is-missing = 此处缺少名称。
calculator-python-this-does-not-belong-here = 此处不应有这个。
calculator-python-only-a-number-has-a-sign = 只有数才能带符号。
calculator-python-this-is-nested-more-than-100-deep = 嵌套超过100层。
calculator-python-this-number-cannot-be-read = 无法读取这个数。
calculator-python-this-number-is-beyond-what-is-read = 这个数超出了可读取的范围。
calculator-python-this-result-has-more-than-4096-bits = 结果超过4096位。
calculator-python-this-is-no-arithmetic-with-numbers = 这不是数之间的运算。
calculator-python-division-by-zero = 除数为零。
calculator-python-0-to-a-negative-power = 零没有负数次幂。
calculator-python-this-file-has-more-than-1024-kib = 文本超过1024 KiB。

# A pasted message
calculator-oom = 粘贴显存不足的报错
calculator-oom-text = PyTorch的报错
calculator-oom-about = 逐个解释其中的数字，并按上面的输入找出大小相符的张量。
calculator-oom-read = 解释
calculator-oom-nothing = 这不像PyTorch显存不足的报错。请粘贴从“CUDA out of memory. Tried to allocate …”开始的全文。
