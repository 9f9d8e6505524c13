term-activation = 激活值
    .avoid = 激活量、活性值
