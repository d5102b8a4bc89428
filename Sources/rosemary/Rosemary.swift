@main struct Rosemary { static func main() {} }
