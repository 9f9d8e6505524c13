## Nombres
## `{ $x }` est un nombre déjà écrit ; `$x_cat` est sa catégorie de pluriel. Les espaces qui le touchent sont insécables.

none = –
flag-true = oui
flag-false = non
number-percent = { $x } %
number-approximate = ≈{ $x }
number-range = { $low }–{ $high }
number-range-wide = { $low } – { $high }

## Unités
## La valeur accompagne un nombre, `.words` dans une phrase, `.symbol` dans Gio/s.
## Un site ajoute `unit-NOM` ; `unit` sert aux unités sans message.

unit = { $x } { $unit }
unit-B = { $x } o
    .words = { $x_cat ->
        [one] { $x } octet
        [many] { $x } d’octets
       *[other] { $x } octets
    }
unit-kB = { $x } ko
    .words = { $x_cat ->
        [one] { $x } kilooctet
        [many] { $x } de kilooctets
       *[other] { $x } kilooctets
    }
unit-MB = { $x } Mo
    .words = { $x_cat ->
        [one] { $x } mégaoctet
        [many] { $x } de mégaoctets
       *[other] { $x } mégaoctets
    }
unit-GB = { $x } Go
    .words = { $x_cat ->
        [one] { $x } gigaoctet
        [many] { $x } de gigaoctets
       *[other] { $x } gigaoctets
    }
unit-TB = { $x } To
    .words = { $x_cat ->
        [one] { $x } téraoctet
        [many] { $x } de téraoctets
       *[other] { $x } téraoctets
    }
unit-KiB = { $x } Kio
    .words = { $x_cat ->
        [one] { $x } kibioctet
        [many] { $x } de kibioctets
       *[other] { $x } kibioctets
    }
unit-MiB = { $x } Mio
    .words = { $x_cat ->
        [one] { $x } mébioctet
        [many] { $x } de mébioctets
       *[other] { $x } mébioctets
    }
unit-GiB = { $x } Gio
    .words = { $x_cat ->
        [one] { $x } gibioctet
        [many] { $x } de gibioctets
       *[other] { $x } gibioctets
    }
unit-TiB = { $x } Tio
    .words = { $x_cat ->
        [one] { $x } tébioctet
        [many] { $x } de tébioctets
       *[other] { $x } tébioctets
    }
unit-s = { $x } s
    .words = { $x_cat ->
        [one] { $x } seconde
        [many] { $x } de secondes
       *[other] { $x } secondes
    }
unit-B-per-param = { $x } o/paramètre
    .words = { $x_cat ->
        [one] { $x } octet par paramètre
        [many] { $x } d’octets par paramètre
       *[other] { $x } octets par paramètre
    }
unit-B-per-token = { $x } o/token
    .words = { $x_cat ->
        [one] { $x } octet par token
        [many] { $x } d’octets par token
       *[other] { $x } octets par token
    }
unit-param =
    { $x_cat ->
        [one] { $x } paramètre
        [many] { $x } de paramètres
       *[other] { $x } paramètres
    }
    .symbol = paramètre
unit-token =
    { $x_cat ->
        [one] { $x } token
        [many] { $x } de tokens
       *[other] { $x } tokens
    }
    .symbol = token
unit-layer =
    { $x_cat ->
        [one] { $x } couche
        [many] { $x } de couches
       *[other] { $x } couches
    }
    .symbol = couche
unit-head =
    { $x_cat ->
        [one] { $x } tête
        [many] { $x } de têtes
       *[other] { $x } têtes
    }
    .symbol = tête
