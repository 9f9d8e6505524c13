## Numbers
## `{ $x }` is a number already written; `$x_cat` is its plural category. Spaces beside it are no-break spaces.

none = –
flag-true = ja
flag-false = nein
number-percent = { $x } %
number-approximate = ≈{ $x }
number-range = { $low }–{ $high }
number-range-wide = { $low } – { $high }

## Units
## The value stands beside a number, `.words` in a sentence, `.symbol` in GiB/s.
## A site adds `unit-NAME`; `unit` is for those that have no message.

unit = { $x } { $unit }
unit-B = { $x } B
    .words = { $x } Byte
unit-kB = { $x } kB
    .words = { $x } Kilobyte
unit-MB = { $x } MB
    .words = { $x } Megabyte
unit-GB = { $x } GB
    .words = { $x } Gigabyte
unit-TB = { $x } TB
    .words = { $x } Terabyte
unit-KiB = { $x } KiB
    .words = { $x } Kibibyte
unit-MiB = { $x } MiB
    .words = { $x } Mebibyte
unit-GiB = { $x } GiB
    .words = { $x } Gibibyte
unit-TiB = { $x } TiB
    .words = { $x } Tebibyte
unit-s = { $x } s
    .words = { $x_cat ->
        [one] { $x } Sekunde
       *[other] { $x } Sekunden
    }
unit-B-per-param = { $x } B/Parameter
    .words = { $x } Byte pro Parameter
unit-B-per-token = { $x } B/Token
    .words = { $x } Byte pro Token
unit-param = { $x } Parameter
    .symbol = Parameter
unit-token = { $x } Token
    .symbol = Token
unit-layer =
    { $x_cat ->
        [one] { $x } Schicht
       *[other] { $x } Schichten
    }
    .symbol = Schicht
unit-head =
    { $x_cat ->
        [one] { $x } Kopf
       *[other] { $x } Köpfe
    }
    .symbol = Kopf
