n_embd = 512
