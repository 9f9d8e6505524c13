init_from = 'resume'
n_layer = 8
