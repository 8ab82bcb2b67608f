namespace sogdia {}
