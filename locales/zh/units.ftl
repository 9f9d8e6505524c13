## 弄混的单位

book-units = 弄混的单位

formula-accelerate--printed = 估算工具的显示
    .meaning = 按所写的单位理解的数字。
    .source = Hugging Face的`accelerate estimate-memory`的输出示例
formula-accelerate--bytes = 对应的字节数
    .meaning = 这个显示所依据的字节数。
    .source = Hugging Face的`accelerate estimate-memory`的输出示例
