def run():
    i = 0
    while i < 2_000_000:
        i += 1


run()
