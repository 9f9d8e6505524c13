## What `babacus explain` says about configs, logs, nvidia-smi and out-of-memory messages

evidence-config = 設定ファイル { $file }
evidence-config-assumed = ファイルに書かれていないため、次のように仮定しました。
evidence-config-default = nanoGPTの既定値
evidence-config-follows = { $key } = { $value } から決まる値
evidence-config-forced = ファイルの記述にかかわらず { $key } = { $value } から決まる値
evidence-config-dynamic = 実行しないと決まらないため、読まなかったもの：
evidence-dynamic-call = 呼び出し
evidence-dynamic-conditional = 条件式
evidence-dynamic-import = import文
evidence-dynamic-attribute = 属性
evidence-dynamic-subscript = 添字による参照
evidence-dynamic-name = 値の分からない名前
evidence-dynamic-operator = ここでは扱わない演算子
evidence-dynamic-format = 中で計算をする文字列
evidence-dynamic-statement = 文
evidence-dynamic-block = 実行されるとは限らないブロック
evidence-card = { $card }：nvidia-smiの表示で { $total }
evidence-estimates = 見積もり

evidence-log = ログ { $file } と計算式の比較
evidence-agrees = 見積もりと一致（{ $estimate }）
evidence-above = 見積もり { $estimate } より { $by } 多い
evidence-below = 見積もり { $estimate } より { $by } 少ない
evidence-log-change = { $change } とすればすべて一致します。実際の設定はこうだったと考えられます。
evidence-log-unexplained = ログと入力は別の実行のものと考えられます。食い違いの原因で多いのは、語彙の大きさ、バイアスの有無、系列長です。なお「number of parameters」に位置埋め込みは含まれません。

evidence-smi = { $file } のnvidia-smiと計算式の比較
evidence-smi-process = プロセス { $name } の使用量は { $reading } です。
evidence-smi-used = GPU全体の使用量は { $reading } です。そのうち学習の分がどれだけかは、ここからは分かりません。
evidence-smi-estimate = 見積もりは { $low } から { $high }、標準では { $usual } です（予約量とCUDAコンテキスト）。
evidence-smi-peak = そのうちピーク時にテンソルが要求する量は { $peak } です。
evidence-smi-inside-above = 表示された値はこの範囲にあり、標準の値より { $by } 多くなっています。
evidence-smi-inside-below = 表示された値はこの範囲にあり、標準の値より { $by } 少なくなっています。
evidence-smi-above = 表示された値は標準の値より { $by } 多く、範囲を超えています。よくある原因は、断片化、途中の評価、複数のGPU（DDP、NCCL）、PyTorchのバージョンの違いです。
evidence-smi-below = 表示された値は標準の値より { $by } 少なく、範囲を下回っています。最初のステップが終わる前に見たか、コンパイルした実行をコンパイルなしで見積もった場合がほとんどです。
evidence-smi-change = { $change } とすれば範囲に入ります。
evidence-smi-others = GPU全体では { $used } が使われています。差の { $others } はほかのプロセスかドライバの分で、このプロセスのものではありません。コンテキストもカーネルもキャッシュも、プロセスの値にすでに含まれています。
evidence-smi-total = GPUのメモリは仮定どおり { $total } です。
evidence-smi-total-differs = GPUのメモリは { $total } ですが、{ $card } として計算しました。--set card='{ $mib } MiB' で直せます。

evidence-oom = メッセージの数値の意味
evidence-oom-tried = 要求した量（アロケータの刻みに切り上げた値）
evidence-oom-capacity = CUDAから見たGPUのメモリ（nvidia-smiの表示はこれより少し大きい）
evidence-oom-free = GPUの空き
evidence-oom-allocated = テンソルが使っている量
evidence-oom-reserved = アロケータが確保している量（テンソルの分を含む）
evidence-oom-spare = アロケータが確保しているが、どのテンソルも使っていない量
evidence-oom-pools = CUDAグラフ専用の領域にある量
evidence-oom-process = このプロセス全体（CUDAコンテキストとカーネルを含む）
evidence-oom-other = GPU上のプロセスの使用量（このプロセス自身のこともある）
evidence-oom-allowed = プログラムが自ら決めた上限
evidence-oom-unknown = 不明
evidence-oom-request = テンソルの大きさは { $low } を超え { $high } 以下です。確保は2 MiB刻みで行われます。
evidence-oom-request-small = テンソルの大きさは { $high } 以下です。小さな要求は2 MiBの領域を分け合います。
evidence-oom-request-medium = テンソルの大きさは { $low } を超え { $high } 未満です。この大きさの要求は20 MiBの領域を分け合います。
evidence-oom-note-spare = { $amount } が確保されたまま使われていませんが、この要求には足りません。
evidence-oom-note-fragmented = { $amount } が確保されたまま使われていません。量は足りていますが、細切れになっています（断片化）。PYTORCH_CUDA_ALLOC_CONF=expandable_segments:True が有効です。
evidence-oom-note-context = このプロセスがアロケータの外で使っている量は { $amount } です（CUDAコンテキストと読み込まれたカーネル）。
evidence-oom-note-others = { $amount } はGPU上のほかのプロセスの分です。
evidence-oom-note-outside = { $amount } はアロケータの外にあります（このプロセスのCUDAコンテキストと、ほかのプロセス）。
evidence-oom-note-free = 空きは { $amount } あり、要求より大きくなっています。設定された上限、同時に動く別のプロセス、Windowsならドライバなど、別の制限が働いています。
evidence-oom-note-beyond = 確保した量がGPUのメモリを { $amount } 超えています。あふれた分は、ドライバが主記憶に置いています。
evidence-oom-peak-below = 使用中と要求を合わせると { $needed } です。見積もりではピークは { $peak } なので、そこへ至る途中で失敗したことになります。
evidence-oom-peak-above = 使用中と要求を合わせると { $needed } で、見積もったピーク { $peak } を超えます。実際の設定が設定ファイルと違うか、ほかにメモリを使うものがあります。
evidence-oom-tensors = この大きさになるテンソル：
evidence-oom-no-tensor = 計算式にあるテンソルで、この大きさのものはありません。
evidence-oom-more = ほかに { $count } 件
evidence-oom-request-before = テンソルの大きさは { $low } を超え { $high } 以下です。初期のバージョンでは128 KiB刻みで確保していました。
evidence-oom-request-exact = この値はアロケータの刻みに切り上げられていません。テンソルの大きさは { $low } から { $high } です。
evidence-config-site = nanoGPTの設定項目ではないもの
evidence-oom-request-small-before = テンソルの大きさは { $high } 以下です。初期のバージョンでは、小さな要求は1 MiBの領域を分け合っていました。
