import AMR
import ArgumentParser
import KnowledgeModel
import Language
import SystemSeam

struct Parse: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what is understood of texts, one result for each, in their order.",
    discussion: """
      Reads standard input: a message a line (text), an object a line with text, author?, addressee?, channel? \
      and reference_time? (jsonl), or given sentences and tokens (conllu; FORM is read).

        echo "can we reschedule the meeting?" | rosemary parse
        rosemary parse --input jsonl --output jsonl < messages.jsonl
        rosemary parse --input conllu --output conllu < gold.conllu
      """)

  @Option(help: "text, jsonl or conllu.")
  var input = ParseInput.Format.text

  @Option(name: .customLong("output"), help: "penman, jsonl, tuples or conllu; penman by default.")
  var chosen: ParseOutput?

  @Option(help: "The present where the input says none, such as 2024-05-02T16:20:00Z.")
  var referenceTime: Timestamp?

  @Option(help: "The folder of trained models; Data/english of the sources is found by itself.")
  var models: String?

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let format = chosen ?? (output.json ? .jsonl : .penman)
    let lines = try LineReader("-", limit: Limits.lineBytes)
    let items = ParseInput(lines, format: input, reference: referenceTime)
    let extractor = FirstUnderstanding()
    let parser = format == .conllu ? try loadParser() : nil
    var number = 0
    var problems = 0
    while let item = try items.next() {
      number += 1
      let parsed: ParsedText
      do {
        parsed = try ParsedText(item, extractor: extractor)
      } catch let error as RosemaryError {
        parsed = try ParsedText(
          ParseItem(text: "", problem: error.message), extractor: extractor)
      }
      if let problem = parsed.item.problem {
        problems += 1
        Console.note("rosemary: input \(number): \(problem)\n")
      }
      if parser != nil, parsed.sentences.contains(where: { $0.count > Limits.tokensPerSentence }) {
        problems += 1
        Console.note(
          "rosemary: input \(number): a sentence is longer than \(Limits.tokensPerSentence) tokens, "
            + "and gets no tree: divide it\n")
      }
      // The order holds: what can't be read has an empty result.
      try Console.write(format.render(parsed, number: number, parser: parser))
    }
    if problems > 0 {
      throw ExitCode(Failure.status(of: .invalidArgument))
    }
  }
}

extension Parse {
  private func loadParser() throws -> DependencyParser {
    let folder = try DataFinder.models.find(named: models)
    let bytes = try FileBytes.read(folder + "/parser.model", limit: Limits.modelBytes)
    return try DependencyParser(ModelFile(bytes))
  }
}

extension ParseInput.Format: ExpressibleByArgument {}
extension ParseOutput: ExpressibleByArgument {}
