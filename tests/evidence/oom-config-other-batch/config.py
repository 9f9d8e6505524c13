batch_size = 4
compile = False
