term-activation = 活性値
    .avoid = アクティベーション、活性化値
