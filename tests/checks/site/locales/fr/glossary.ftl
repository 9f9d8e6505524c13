term-activation = activation
    .avoid = activité | réponse
