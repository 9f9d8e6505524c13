## 数字
## `{ $x }` 是已写好的数，`$x_cat` 是它的复数类别。数旁边的空格是不换行空格。

none = 无
flag-true = 是
flag-false = 否
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
unit-B-per-token = { $x } B/词元
    .words = 每个词元{ $x }字节
unit-param = { $x }个参数
    .symbol = 参数
unit-token = { $x }个词元
    .symbol = 词元
unit-layer = { $x }层
    .symbol = 层
unit-head = { $x }个头
    .symbol = 头
