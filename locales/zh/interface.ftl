## 数字
## `{ $x }` 是已写好的数，`$x_cat` 是它的复数类别。数旁边的空格是不换行空格。

none = 无
flag-true = 是
flag-false = 否
# Beside the last case of a formula that tells cases apart.
case-otherwise = 其他
number-percent = { $x }%
number-approximate = 约{ $x }
number-range = { $low }～{ $high }
number-range-wide = { $low }～{ $high }

## 单位
## 值写在数旁边，`.words` 用于句子，`.symbol` 用于 GiB/s 这样的复合单位。
## 网站可以添加 `unit-名称`；`unit` 用于没有消息的单位。

unit = { $x } { $unit }
unit-B = { $x } B
    .words = { $x }字节
unit-kB = { $x } kB
    .words = { $x }千字节
unit-MB = { $x } MB
    .words = { $x }兆字节
unit-GB = { $x } GB
    .words = { $x }吉字节
unit-TB = { $x } TB
    .words = { $x }太字节
unit-KiB = { $x } KiB
unit-MiB = { $x } MiB
unit-GiB = { $x } GiB
unit-TiB = { $x } TiB
unit-s = { $x }秒
    .symbol = s
unit-B-per-param = { $x } B/参数
    .words = 每个参数{ $x }字节
unit-B-per-token = { $x } B/token
    .words = 每个token{ $x }字节
unit-param = { $x }个参数
    .symbol = 参数
unit-token = { $x }个token
    .symbol = token
unit-layer = { $x }层
    .symbol = 层
unit-head = { $x }个头
    .symbol = 头

## The theme
## Texts around a page. `language-name` is the language's name in itself, `language-country` the
## country whose form of it this is, as social networks want to know.

language-name = 简体中文
language-country = CN
theme-skip = 跳到正文
theme-menu = 菜单
theme-close = 关闭菜单
theme-dark = 深色模式
theme-copy = 复制
theme-copied = 已复制
theme-languages = 语言
theme-search = 搜索
theme-search-found = 找到{ $count }条结果
theme-search-none = 没有找到。请换更短的词，或只输入词的一部分。
theme-search-failed = 无法加载搜索。
theme-search-help = 用方向键浏览结果，按Enter打开第一条，按Esc关闭。
theme-navigation = 站内页面
theme-breadcrumbs = 当前位置
theme-contents = 本页内容
theme-turn = 上一页与下一页
theme-previous = 上一页
theme-next = 下一页
theme-edit = 编辑此页
theme-computed = 本站的所有数值均由公式计算得出。
theme-untranslated = 本页尚未翻译，以下显示{ $language }版本。其中的数值是最新的。
theme-not-found = 找不到您要访问的页面。
# Beside the language that the reader's browser asks for, or that was chosen before.
theme-yours = 您的语言
theme-home = 回到首页
theme-note = 说明
theme-tip = 提示
theme-important = 重要
theme-warning = 注意
theme-caution = 警告
theme-footnotes = 脚注
theme-back = 返回正文中的注释{ $number }
theme-table = 表{ $number }
theme-table-under = 表{ $number }：{ $heading }
theme-reference = 注释{ $number }

## The formula book

theme-formulas = 公式手册
theme-formulas-about = 本站的数值均由下列公式计算。每个公式的页面给出其定义、代入数值的算例，以及用到它的页面。
theme-inputs = 输入
theme-input = 输入
theme-scenarios = 情景
theme-formula = 公式
theme-definition = 定义
theme-meaning = 含义
theme-unit = 单位
theme-value = 数值
theme-name = 名称
theme-default = 默认值
theme-worked = 算例
theme-source = 出处
theme-uses = 用到的公式
theme-used-by = 用到此公式的公式
theme-shown-on = 显示此公式数值的页面
theme-inputs-of = 算例的输入
theme-quoted = 引用值：来自他人的说法，并非本站计算所得。
theme-observed = 实测值：由读数得到，并非计算所得。
theme-tape = 显存的申请与归还步骤
theme-steps = 中间步骤
theme-steps-more = 其余{ $count }个公式见公式手册
theme-rows-asked = 参与计算的行数：{ $count }
theme-tape-step = 步骤
theme-tape-change = 变化
theme-tape-total = 此后占用
theme-tape-reached = 途中最高
theme-tape-peak = 峰值
theme-tape-several = 另有{ $count }步
theme-part = 组成部分
theme-share = 占比
theme-total = 合计
theme-scenario = 情景
theme-difference = 差值
theme-given = 采用以下输入：
theme-holds-yes = 成立
theme-holds-no = 不成立

## The card of a number

theme-exact = 精确值
theme-other-units = 其他单位
theme-see-worked = 查看计算过程

## Charts
## `{ $value }` is a number already written, with its unit; the other texts are names.

chart-data = 图中的数据
chart-comma = 、
chart-label = { $name }：{ $value }
chart-from = { $value }及以上
chart-rest = 其余
chart-row = 配置
chart-equal = 计算值＝实测值
chart-steps = 步骤（从左到右）
chart-peak = 最高点：{ $value }
chart-at-peak = 最高点时
chart-at-most = 各自的最大值
chart-tints = 颜色深浅的含义
chart-bar = { $name }与{ $limit }
chart-bar-parts = { $name }为{ $value }，其中最大的一项是{ $part }，占{ $share }。
chart-bar-below = 比上限（{ $limit }）低{ $gap }。
chart-bar-above = 比上限（{ $limit }）高{ $gap }。
chart-sweep = { $names }随{ $input }的变化
chart-sweep-constant = { $name }始终为{ $value }。
chart-sweep-range = { $name }最低为{ $low }（{ $input }为{ $low_at }时），最高为{ $high }（{ $input }为{ $high_at }时）。
chart-sweep-below = { $name }在整个范围内都不超过上限（{ $limit }）。
chart-sweep-above = { $name }在整个范围内都超过上限（{ $limit }）。
chart-sweep-until = { $input }不超过{ $at }时，{ $name }在上限（{ $limit }）以内。
chart-timeline = { $name }的变化过程
chart-timeline-peak = { $name }在步骤“{ $step }”达到最高点{ $value }，其中占用最多的是“{ $part }”。
chart-timeline-rule = 变动不足{ $least }的步骤与下一步合并绘制。
chart-scatter = { $names }与{ $measured }的比较
chart-scatter-worst = { $name }共{ $count }个点，最大偏差为{ $error }（{ $row }）。
chart-farthest = 表中列出{ $total }行里偏差最大的{ $count }行。
chart-worst = { $name }：{ $total }项中最大的{ $count }项
chart-heat = 不同{ $rows }、不同{ $columns }下的{ $name }

## The live server
## What `babacus serve` adds to a page while its author writes. `{ $count }` and `{ $pages }` are plain numbers.

live-label = 页面更新
live-changed = 变化的数字：{ $count }
live-beside = 其他页面：{ $count }（{ $pages }页）
live-faults = 错误：{ $count }
live-stays = 当前显示最后一次没有错误的内容。
live-close = 关闭
live-lost = 服务器没有响应。恢复连接后会继续更新。
