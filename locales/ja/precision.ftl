## 「混合精度を、状態ごとに」のページのシナリオと計算式

book-precision = 混合精度

scenario-d1_bfloat16 = D1、bfloat16
    .meaning = float16をbfloat16に替えたD1。
scenario-d1_foreach = D1、AdamW（foreach版）
    .meaning = オプティマイザをforeach版にしたD1。
scenario-d1_sgd = D1、SGD
    .meaning = オプティマイザをモメンタムなしのSGDにしたD1。

formula-counting--mlsystems = 1パラメータあたりのバイト数、mlsystems.dev
    .meaning = 計算サイトの数え方。
    .source = 引用：mlsystems.dev
formula-counting--eleutherai = 1パラメータあたりのバイト数、EleutherAI
    .meaning = 半精度の重み、float32の勾配、マスター重みとモーメント。
    .source = 引用：EleutherAI cookbook、`calc_transformer_mem.py`
formula-counting--master_weights = マスター重みを使う数え方
    .meaning = 重みと勾配が半精度、マスター重みとモーメントがfloat32。
    .source = このサイトの定義
formula-counting--autocast = autocastでの数え方
    .meaning = 重み、勾配、モーメント2個がどれもfloat32。
    .source = PyTorch 2.15の割り当てをテンソルごとに追跡し、演算を行わない仮想デバイスで照合
formula-model_states_with_copies = モデルの状態と半精度コピー
    .meaning = 逆伝播を待つ重みのコピーまで含めた量。
    .source = PyTorch 2.15の割り当てをテンソルごとに追跡し、演算を行わない仮想デバイスで照合
formula-moment_state = モーメント1個
    .meaning = AdamWの二つのモーメントの一方。
    .source = PyTorch 2.15の割り当てをテンソルごとに追跡し、演算を行わない仮想デバイスで照合
formula-step_temporaries = 更新の一時領域
    .meaning = foreach版のAdamWとSGDが、更新の間だけ使う量。
    .source = PyTorch 2.15の割り当てをテンソルごとに追跡し、演算を行わない仮想デバイスで照合
formula-step_peak = 1ステップのピーク
    .meaning = 操作を一つずつ追って求めたピーク（eager）。
    .source = PyTorch 2.15の割り当てをテンソルごとに追跡し、演算を行わない仮想デバイスで照合
