## 経験則の続き

book-rules = 経験則の続き

formula-gpt2_small--param_share = GPT-2 smallに対するパラメータの比
    .meaning = 「パラメータはGPT-2 smallの4分の1」という説明。
    .source = D1の持ち主の説明
formula-d1--from_gpt2_small = GPT-2 smallからの類推
    .meaning = GPT-2 smallの必要量から推し量ったD1の必要量。
    .source = D1の持ち主の説明
formula-d1--overhead_share = オーバーヘッドの割合
    .meaning = オーバーヘッドが占めるとされる割合。
    .source = D1の持ち主の説明
formula-folk--tensor_overhead = テンソルごとのオーバーヘッド
    .meaning = PyTorchがテンソルごとに上乗せするとされる割合。
    .source = D1の持ち主の説明
formula-korthikanti--flash = 論文の活性値の式、スコアの項なし
    .meaning = モデルの状態と、活性値。注意スコアの項は、注意を手で計算する場合だけ。
    .source = Korthikantiら、2022年（arXiv:2205.05198）
formula-accelerate--peak = accelerateの見積もり
    .meaning = 重みのfloat32での大きさの4倍、半精度では2倍。
    .source = Hugging Faceの`accelerate estimate-memory`
formula-zero2_estimator--peak = DeepSpeedの見積もり、GPU 1枚
    .meaning = ZeRO-2のモデルの状態、GPU 1枚の場合。
    .source = DeepSpeedの`estimate_zero2_model_states_mem_needs`
formula-blocks_and_rest--eager = ブロックの活性値とその他（eager）
    .meaning = ピークから、モデルの状態とロジット大のテンソルを除いた残り。
    .source = このサイトの定義
