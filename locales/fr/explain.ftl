## What `babacus explain` says about configs, logs, nvidia-smi and out-of-memory messages

evidence-config = Configuration { $file }
evidence-config-assumed = Supposé, car le fichier ne le précise pas :
evidence-config-default = valeur par défaut de nanoGPT
evidence-config-follows = découle de { $key } = { $value }
evidence-config-forced = découle de { $key } = { $value }, quoi que dise le fichier
evidence-config-dynamic = Dynamique, donc non exécuté :
evidence-dynamic-call = appel
evidence-dynamic-conditional = expression conditionnelle
evidence-dynamic-import = import
evidence-dynamic-attribute = attribut
evidence-dynamic-subscript = élément d’une collection
evidence-dynamic-name = nom sans valeur connue
evidence-dynamic-operator = opérateur qui n’est pas lu ici
evidence-dynamic-format = texte dont une partie est calculée
evidence-dynamic-statement = instruction
evidence-dynamic-block = bloc qui ne s’exécute peut-être pas
evidence-card = { $card } : { $total }, comme l’indique nvidia-smi
evidence-estimates = Estimation

evidence-log = Journal { $file }, comparé aux formules
evidence-agrees = conforme à l’estimation : { $estimate }
evidence-above = { $by } de plus que l’estimation : { $estimate }
evidence-below = { $by } de moins que l’estimation : { $estimate }
evidence-log-change = Avec { $change }, tout concorde : l’exécution était sans doute réglée ainsi.
evidence-log-unexplained = Le journal et les entrées ne viennent sans doute pas de la même exécution. Le vocabulaire, les biais et la longueur des séquences sont les causes les plus fréquentes ; dans « number of parameters », nanoGPT ne compte pas les positions.

evidence-smi = nvidia-smi dans { $file }, comparé aux formules
evidence-smi-process = Le processus { $name } occupe { $reading }.
evidence-smi-used = La carte est occupée à hauteur de { $reading } ; rien ne dit quelle part revient à l’entraînement.
evidence-smi-estimate = On attend de { $low } à { $high }, le plus souvent { $usual } : mémoire réservée et contexte CUDA.
evidence-smi-peak = Les tenseurs en demandent { $peak } au moment du pic.
evidence-smi-inside-above = La valeur lue est dans cet intervalle, { $by } au-dessus de la valeur habituelle.
evidence-smi-inside-below = La valeur lue est dans cet intervalle, { $by } au-dessous de la valeur habituelle.
evidence-smi-above = La valeur lue dépasse de { $by } la valeur habituelle et sort de l’intervalle. Causes les plus fréquentes : la fragmentation, l’évaluation en cours de route, plusieurs GPU (DDP, NCCL) ou une autre version de PyTorch.
evidence-smi-below = La valeur lue est inférieure de { $by } à la valeur habituelle et sort de l’intervalle. Le plus souvent, elle a été lue avant la fin du premier pas, ou l’exécution était compilée alors que l’estimation ne l’est pas.
evidence-smi-change = Avec { $change }, la valeur lue serait dans l’intervalle.
evidence-smi-others = La carte est occupée à hauteur de { $used }. D’autres processus ou le pilote en occupent { $others }, et non celui-ci : contexte, noyaux et cache d’un processus figurent déjà dans son propre chiffre.
evidence-smi-total = La carte a { $total }, comme supposé.
evidence-smi-total-differs = La carte a { $total }, le calcul supposait { $card } : --set card='{ $mib } MiB' rectifie.

evidence-oom = Le message, chiffre par chiffre
evidence-oom-tried = demandé, arrondi au pas supérieur de l’allocateur
evidence-oom-capacity = mémoire de la carte vue par CUDA ; nvidia-smi en indique un peu plus
evidence-oom-free = libre sur la carte
evidence-oom-allocated = occupé par des tenseurs
evidence-oom-reserved = réservé par l’allocateur, tenseurs compris
evidence-oom-spare = réservé par l’allocateur, mais par aucun tenseur
evidence-oom-pools = dans les zones propres aux graphes CUDA
evidence-oom-process = ce processus en tout, avec contexte CUDA et noyaux
evidence-oom-other = un processus sur la carte ; il peut s’agir du même
evidence-oom-allowed = limite que le programme s’est fixée
evidence-oom-unknown = inconnu
evidence-oom-request = Le tenseur demande plus de { $low } et au plus { $high } : la réservation se fait par pas de 2 Mio.
evidence-oom-request-small = Le tenseur demande au plus { $high } : les petites demandes partagent des blocs de 2 Mio.
evidence-oom-request-medium = Le tenseur demande plus de { $low } et moins de { $high } : de telles demandes partagent des blocs de 20 Mio.
evidence-oom-note-spare = L’allocateur a réservé { $amount } qu’aucun tenseur n’occupe : trop peu pour cette demande.
evidence-oom-note-fragmented = L’allocateur a réservé { $amount } qu’aucun tenseur n’occupe. Cela suffirait, mais en morceaux : c’est la fragmentation. PYTORCH_CUDA_ALLOC_CONF=expandable_segments:True y remédie.
evidence-oom-note-context = Le processus occupe { $amount } hors de l’allocateur : contexte CUDA et noyaux chargés.
evidence-oom-note-others = D’autres processus occupent { $amount } sur la carte.
evidence-oom-note-outside = Hors de l’allocateur, il y a { $amount } : le contexte CUDA de ce processus et les autres processus.
evidence-oom-note-free = Il reste { $amount } de libre, plus que la demande. Autre chose impose donc une limite : un plafond fixé, un autre processus au même instant ou, sous Windows, le pilote.
evidence-oom-note-beyond = Ce qui est réservé dépasse de { $amount } la mémoire de la carte : le pilote déborde sur la mémoire centrale.
evidence-oom-peak-below = Occupé et demandé font ensemble { $needed } ; selon l’estimation, le pic de l’exécution atteint { $peak }. Elle échoue donc avant d’y parvenir.
evidence-oom-peak-above = Occupé et demandé font ensemble { $needed }, plus que le pic estimé à { $peak } : l’exécution n’est pas réglée comme le dit la configuration, ou autre chose occupe de la mémoire.
evidence-oom-tensors = Tenseurs de cette taille :
evidence-oom-no-tensor = Aucun des tenseurs connus des formules n’a cette taille.
evidence-oom-more = … et d’autres encore ({ $count })
evidence-oom-request-before = Le tenseur demande plus de { $low } et au plus { $high } : les premières versions réservaient par pas de 128 Kio.
evidence-oom-request-exact = Le nombre n’est pas arrondi au pas de l’allocateur : le tenseur demande de { $low } à { $high }.
evidence-config-site = n’est pas un réglage de nanoGPT
evidence-oom-request-small-before = Le tenseur demande au plus { $high } : dans les premières versions, les petites demandes partageaient des blocs de 1 Mio.
