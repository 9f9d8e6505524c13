## Numbers
## `{ $x }` is a number already written; `$x_cat` is its plural category. Spaces beside it are no-break spaces.

none = –
flag-true = ja
flag-false = nein
# Beside the last case of a formula that tells cases apart.
case-otherwise = sonst
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
    .words = { $x } Byte je Parameter
unit-B-per-token = { $x } B/Token
    .words = { $x } Byte je Token
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

## The theme
## Texts around a page. `language-name` is the language's name in itself, `language-country` the
## country whose form of it this is, as social networks want to know.

language-name = Deutsch
language-country = DE
theme-skip = Zum Inhalt springen
theme-menu = Menü
theme-close = Menü schließen
theme-dark = Dunkles Design
theme-copy = Kopieren
theme-copied = Kopiert
theme-languages = Sprachen
theme-search = Suchen
theme-search-found = Treffer: { $count }
theme-search-none = Nichts gefunden. Vielleicht hilft ein kürzeres Wort oder ein Teil davon.
theme-search-failed = Die Suche konnte nicht geladen werden.
theme-search-help = Mit den Pfeiltasten durch die Treffer, mit der Eingabetaste zum ersten, mit Escape zurück.
theme-navigation = Seiten dieser Website
theme-breadcrumbs = Pfad zu dieser Seite
theme-contents = Auf dieser Seite
theme-turn = Vorige und nächste Seite
theme-previous = Vorige Seite
theme-next = Nächste Seite
theme-edit = Diese Seite bearbeiten
theme-computed = Alle Zahlen dieser Website sind aus Formeln berechnet.
theme-untranslated = Diese Seite ist noch nicht übersetzt, deshalb steht hier die Fassung auf { $language }. Die Zahlen sind aktuell.
theme-not-found = Diese Seite gibt es nicht.
# Beside the language that the reader's browser asks for, or that was chosen before.
theme-yours = Ihre Sprache
theme-home = Zur Startseite
theme-note = Hinweis
theme-tip = Tipp
theme-important = Wichtig
theme-warning = Warnung
theme-caution = Vorsicht
theme-footnotes = Fußnoten
theme-back = Zurück zur Anmerkung { $number } im Text
theme-table = Tabelle { $number }
theme-table-under = Tabelle { $number }: { $heading }
theme-reference = Anmerkung { $number }

## The formula book

theme-formulas = Formelsammlung
theme-formulas-about = Mit diesen Formeln sind die Zahlen der Website berechnet. Die Seite jeder Formel zeigt die Definition, ein durchgerechnetes Beispiel und die Seiten, auf denen sie vorkommt.
theme-inputs = Eingaben
theme-input = Eingabe
theme-scenarios = Szenarien
theme-formula = Formel
theme-definition = Definition
theme-meaning = Bedeutung
theme-unit = Einheit
theme-value = Wert
theme-name = Name
theme-default = Vorgabe
theme-worked = Durchgerechnetes Beispiel
theme-source = Quelle
theme-uses = Verwendete Formeln
theme-used-by = Formeln, die auf dieser aufbauen
theme-shown-on = Seiten mit Werten dieser Formel
theme-inputs-of = Eingaben des Beispiels
theme-quoted = Zitierter Wert: eine fremde Angabe, nicht von uns berechnet.
theme-observed = Messwert: abgelesen, nicht berechnet.
theme-tape = Schritte, in denen Speicher belegt und freigegeben wird
theme-steps = Woraus das folgt
theme-steps-more = Die Rechnung geht in der Formelsammlung weiter (Formeln: { $count }).
theme-rows-asked = Ausgewertete Zeilen: { $count }
theme-tape-step = Schritt
theme-tape-change = Änderung
theme-tape-total = Danach belegt
theme-tape-reached = Höchster Stand
theme-tape-peak = Spitze
theme-tape-several = Weitere Schritte: { $count }
theme-part = Anteil
theme-share = In Prozent
theme-total = Summe
theme-scenario = Szenario
theme-difference = Unterschied
theme-given = Mit diesen Eingaben:
theme-holds-yes = trifft zu
theme-holds-no = trifft nicht zu

## The card of a number

theme-exact = Genauer Wert
theme-other-units = In anderen Einheiten
theme-see-worked = Rechnung ansehen

## Charts
## `{ $value }` is a number already written, with its unit; the other texts are names.

chart-data = Zahlen zum Bild
chart-comma = ,{ " " }
chart-label = { $name }: { $value }
chart-from = ab { $value }
chart-rest = Übriges
chart-row = Konfiguration
chart-equal = berechnet = gemessen
chart-steps = Schritte der Reihe nach
chart-peak = Höchststand: { $value }
chart-at-peak = Beim Höchststand
chart-at-most = Höchstens
chart-tints = Bedeutung der Farbstufen
chart-bar = { $name } und { $limit }
chart-bar-parts = { $name }: { $value }, größter Teil: { $part } ({ $share }).
chart-bar-below = Das liegt { $gap } unter der Grenze ({ $limit }).
chart-bar-above = Das liegt { $gap } über der Grenze ({ $limit }).
chart-sweep = { $names } je nach { $input }
chart-sweep-constant = { $name }: durchgehend { $value }.
chart-sweep-range = { $name }: von { $low } ({ $input }: { $low_at }) bis { $high } ({ $input }: { $high_at }).
chart-sweep-below = { $name }: im ganzen Bereich innerhalb der Grenze ({ $limit }).
chart-sweep-above = { $name }: im ganzen Bereich über der Grenze ({ $limit }).
chart-sweep-until = { $name }: innerhalb der Grenze ({ $limit }) bis { $input } { $at }.
chart-timeline = { $name }: Verlauf
chart-timeline-peak = { $name }: Am höchsten ist der Stand mit { $value } beim Schritt „{ $step }“; den größten Teil davon hat „{ $part }“.
chart-timeline-rule = Schritte, die weniger als { $least } bewegen, sind mit dem nächsten zusammengefasst.
chart-scatter = Vergleich: { $names } und { $measured }
chart-scatter-worst = { $name }: { $count } Punkte, die größte Abweichung beträgt { $error } ({ $row }).
chart-farthest = Aufgeführt sind die { $count } von { $total } Zeilen, die am weitesten abweichen.
chart-worst = Die { $count } größten von { $total } Werten: { $name }
chart-heat = { $name } nach { $rows } und { $columns }

## The live server
## What `babacus serve` adds to a page while its author writes. `{ $count }` and `{ $pages }` are plain numbers.

live-label = Änderungen an dieser Seite
live-changed = Geänderte Zahlen: { $count }
live-beside = Auf anderen Seiten: { $count } (Seiten: { $pages })
live-faults = Fehler: { $count }
live-stays = Zu sehen ist der letzte fehlerfreie Stand.
live-close = Schließen
live-lost = Der Server antwortet nicht. Sobald er wieder da ist, geht es hier weiter.
