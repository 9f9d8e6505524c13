## Nombres
## `{ $x }` est un nombre déjà écrit ; `$x_cat` est sa catégorie de pluriel. Les espaces qui le touchent sont insécables.

none = –
flag-true = oui
flag-false = non
# Beside the last case of a formula that tells cases apart.
case-otherwise = sinon
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

## The theme
## Texts around a page. `language-name` is the language's name in itself, `language-country` the
## country whose form of it this is, as social networks want to know.

language-name = Français
language-country = FR
theme-skip = Aller au contenu
theme-menu = Menu
theme-close = Fermer le menu
theme-dark = Mode sombre
theme-copy = Copier
theme-copied = Copié
theme-languages = Langues
theme-search = Rechercher
theme-search-found = Résultats : { $count }
theme-search-none = Aucun résultat. Essayez un mot plus court, ou une partie du mot.
theme-search-failed = La recherche n’a pas pu être chargée.
theme-search-help = Flèches pour parcourir les résultats, Entrée pour ouvrir le premier, Échap pour fermer.
theme-navigation = Pages du site
theme-breadcrumbs = Fil d’Ariane
theme-contents = Sur cette page
theme-turn = Pages précédente et suivante
theme-previous = Page précédente
theme-next = Page suivante
theme-edit = Modifier cette page
theme-computed = Tous les nombres de ce site sont calculés à partir de formules.
theme-untranslated = Cette page n’est pas encore traduite ; en voici la version originale ({ $language }). Les nombres sont à jour.
theme-not-found = Cette page n’existe pas.
# Beside the language that the reader's browser asks for, or that was chosen before.
theme-yours = Votre langue
theme-home = Page d’accueil
theme-note = Remarque
theme-tip = Conseil
theme-important = Important
theme-warning = Attention
theme-caution = Prudence
theme-footnotes = Notes
theme-back = Retour à l’appel de note { $number }
theme-table = Tableau { $number }
theme-table-under = Tableau { $number } : { $heading }
theme-reference = Note { $number }

## The formula book

theme-formulas = Formulaire
theme-formulas-about = Ces formules servent à calculer les nombres du site. La page de chaque formule donne sa définition, un exemple chiffré et les pages où elle apparaît.
theme-inputs = Entrées
theme-input = Entrée
theme-scenarios = Scénarios
theme-formula = Formule
theme-definition = Définition
theme-meaning = Signification
theme-unit = Unité
theme-value = Valeur
theme-name = Nom
theme-default = Valeur par défaut
theme-worked = Exemple chiffré
theme-source = Source
theme-uses = Formules utilisées
theme-used-by = Formules qui s’appuient sur celle-ci
theme-shown-on = Pages qui montrent des valeurs de cette formule
theme-inputs-of = Entrées de l’exemple
theme-quoted = Valeur citée : affirmation d’un tiers, que nous n’avons pas calculée.
theme-observed = Valeur mesurée : relevée, et non calculée.
theme-tape = Étapes d’allocation et de libération de la mémoire
theme-steps = D’où viennent ces valeurs
theme-steps-more = La suite du calcul est dans le formulaire (formules restantes : { $count })
theme-rows-asked = Lignes évaluées : { $count }
theme-tape-step = Étape
theme-tape-change = Variation
theme-tape-total = Occupé ensuite
theme-tape-reached = Maximum atteint
theme-tape-peak = pic
theme-tape-several = Autres étapes : { $count }
theme-part = Poste
theme-share = Part
theme-total = Total
theme-scenario = Scénario
theme-difference = Écart
theme-given = Avec ces entrées :
theme-holds-yes = vrai
theme-holds-no = faux

## The card of a number

theme-exact = Valeur exacte
theme-other-units = En d’autres unités
theme-see-worked = Voir le calcul

## Charts
## `{ $value }` is a number already written, with its unit; the other texts are names.

chart-data = Données du graphique
chart-comma = { " " }·{ " " }
chart-label = { $name } : { $value }
chart-from = à partir de { $value }
chart-rest = Autres
chart-row = Configuration
chart-equal = calculé = mesuré
chart-steps = étapes dans l’ordre
chart-peak = Maximum : { $value }
chart-at-peak = Au maximum
chart-at-most = Au plus
chart-tints = Signification des teintes
chart-bar = { $name } et limite « { $limit } »
chart-bar-parts = { $name } : { $value }, dont la plus grande part est « { $part } » ({ $share }).
chart-bar-below = C’est { $gap } de moins que la limite ({ $limit }).
chart-bar-above = C’est { $gap } de plus que la limite ({ $limit }).
chart-sweep = { $names }, selon « { $input } »
chart-sweep-constant = { $name } : toujours { $value }.
chart-sweep-range = { $name } : de { $low } ({ $input } : { $low_at }) à { $high } ({ $input } : { $high_at }).
chart-sweep-below = { $name } : la limite ({ $limit }) n’est jamais dépassée.
chart-sweep-above = { $name } : la limite ({ $limit }) est toujours dépassée.
chart-sweep-until = { $name } : la limite ({ $limit }) est respectée tant que « { $input } » ne dépasse pas { $at }.
chart-timeline = { $name } : déroulement
chart-timeline-peak = { $name } : le maximum, { $value }, est atteint à l’étape « { $step } » ; la plus grande part en revient à « { $part } ».
chart-timeline-rule = Les étapes qui déplacent moins de { $least } sont réunies avec la suivante.
chart-scatter = Comparaison avec « { $measured } » : { $names }
chart-scatter-worst = { $name } : { $count } points, l’écart le plus grand est de { $error } ({ $row }).
chart-farthest = Le tableau donne les { $count } lignes sur { $total } qui s’écartent le plus.
chart-worst = Les { $count } plus grandes valeurs sur { $total } : { $name }
chart-heat = { $name }, selon « { $rows } » et « { $columns } »

## The live server
## What `babacus serve` adds to a page while its author writes. `{ $count }` and `{ $pages }` are plain numbers.

live-label = Mises à jour de la page
live-changed = Nombres modifiés : { $count }
live-beside = Sur d’autres pages : { $count } (pages : { $pages })
live-faults = Erreurs : { $count }
live-stays = La page affiche la dernière version sans erreur.
live-close = Fermer
live-lost = Le serveur ne répond pas. La mise à jour reprendra dès son retour.
