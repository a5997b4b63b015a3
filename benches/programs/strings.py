def run():
    text = ""
    for i in range(300_000):
        text += "x"
        if i % 100 == 0:
            text += f"{i}:"
    words = []
    for i in range(100_000):
        words.append(str(i))
    return len(",".join(words)) + len(text)


run()
