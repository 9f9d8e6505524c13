## 数
## `{ $x }` は書式済みの数、`$x_cat` はその複数形の区分。数に接する空白は改行しない空白。

none = なし
flag-true = はい
flag-false = いいえ
number-percent = { $x }%
number-approximate = 約{ $x }
number-range = { $low }～{ $high }
number-range-wide = { $low }～{ $high }

## 単位
## 値は数に添える形、`.words` は文中の形、`.symbol` は GiB/s のような複合単位の部分。
## サイトは `unit-名前` を足せる。`unit` はメッセージのない単位のため。

unit = { $x } { $unit }
unit-B = { $x } B
    .words = { $x }バイト
unit-kB = { $x } kB
    .words = { $x }キロバイト
unit-MB = { $x } MB
    .words = { $x }メガバイト
unit-GB = { $x } GB
    .words = { $x }ギガバイト
unit-TB = { $x } TB
    .words = { $x }テラバイト
unit-KiB = { $x } KiB
    .words = { $x }キビバイト
unit-MiB = { $x } MiB
    .words = { $x }メビバイト
unit-GiB = { $x } GiB
    .words = { $x }ギビバイト
unit-TiB = { $x } TiB
    .words = { $x }テビバイト
unit-s = { $x }秒
    .symbol = s
unit-B-per-param = { $x } B/パラメータ
    .words = 1パラメータあたり{ $x }バイト
unit-B-per-token = { $x } B/トークン
    .words = 1トークンあたり{ $x }バイト
unit-param = { $x }パラメータ
    .symbol = パラメータ
unit-token = { $x }トークン
    .symbol = トークン
unit-layer = { $x }層
    .symbol = 層
unit-head = { $x }ヘッド
    .symbol = ヘッド
