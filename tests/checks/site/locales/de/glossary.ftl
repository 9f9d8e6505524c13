term-activation = Aktivierung
    .avoid = Aktivation | Activation
