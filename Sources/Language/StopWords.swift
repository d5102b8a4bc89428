/// Function words: a closed list, for questions and for telling names from mere first words.
public enum StopWords {
  /// In lower case, as written. Question words and negation are included; modal verbs too.
  public static let english: Set<String> = Set(
    words.split(whereSeparator: \.isWhitespace).map(String.init))

  /// Whether a term of ``TermAnalyzer``, stemmed or not, is a function word.
  /// - Complexity: O(1).
  public static func isStopWord(_ term: String) -> Bool {
    english.contains(term) || stems.contains(term)
  }

  private static let stems: Set<String> = Set(english.map { PorterStemmer.stem($0) })

  private static let words = """
    a an the this that these those some any each every either neither both all such no not
    i me my mine myself we us our ours ourselves you your yours yourself yourselves
    he him his himself she her hers herself it its itself they them their theirs themselves
    one ones who whom whose which what where when why how
    am is are was were be been being do does did doing done have has had having
    can could may might must shall should will would ought
    and or but nor so yet if then else because as until while although though unless since whether
    of at by for with about against between into through during before after above below to from
    up down in out on off over under again further once here there upon within without via per
    than too very just only also even still already ever quite rather really
    more most less least few many much other another own same
    let lets please ok okay yes yeah hi hey hello thanks thank
    s t m d re ve ll ca wo nt dont cant isnt im ive
    """
}
