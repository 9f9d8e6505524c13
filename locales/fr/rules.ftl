## D’autres règles empiriques

book-rules = D’autres règles empiriques

formula-gpt2_small--param_share = Paramètres rapportés à GPT-2 small
    .meaning = « Un quart des paramètres de GPT-2 small. »
    .source = Description du propriétaire de D1
formula-d1--from_gpt2_small = De GPT-2 small à D1
    .meaning = Le besoin de D1, tiré de celui de GPT-2 small.
    .source = Description du propriétaire de D1
formula-d1--overhead_share = Part du surcoût
    .meaning = La part attribuée au surcoût.
    .source = Description du propriétaire de D1
formula-folk--tensor_overhead = Surcoût par tenseur
    .meaning = Ce que PyTorch ajouterait à chaque tenseur.
    .source = Description du propriétaire de D1
formula-korthikanti--flash = Formule publiée des activations, sans les scores
    .meaning = Les états du modèle et les activations ; les scores seulement quand l’attention est calculée à la main.
    .source = Korthikanti et al., 2022 (arXiv:2205.05198)
formula-accelerate--peak = Estimation d’accelerate
    .meaning = Quatre fois les poids float32, deux fois en demi-précision.
    .source = `accelerate estimate-memory` (Hugging Face)
formula-zero2_estimator--peak = Estimation de DeepSpeed, un GPU
    .meaning = Les états du modèle sous ZeRO-2, avec un seul GPU.
    .source = `estimate_zero2_model_states_mem_needs` (DeepSpeed)
formula-blocks_and_rest--eager = Activations des blocs et reste (eager)
    .meaning = Le pic sans les états du modèle ni les tenseurs de la taille des logits.
    .source = Définition de ce site
