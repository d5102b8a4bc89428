/// Closed lists that the first understanding decides by.
enum CommonWords {
  /// Words that often start a sentence and name nothing.
  static let starters = set(
    """
    check see run try use look make take get go put add fix keep read write ask tell give find show
    set open close start stop remove delete update change move call send wait remember note consider
    maybe perhaps possibly probably apparently likely sure right nice good great cool awesome perfect
    sorry sounds looks seems anyone someone everyone everything something nothing anything nobody
    today tomorrow yesterday now first second third last next finally well actually basically however
    therefore otherwise instead btw fyi lol haha hmm ah oh wow nope yep yup cheers congrats welcome
    new old big many lots part type works working got had need needs want wanted think thought know
    question answer example problem issue thing things people time unless assuming given
    """)

  /// Interjections in capitals that are no acronyms.
  static let exclamations = set(
    "lol haha hmm ah oh wow nope yep yup btw fyi fwiw imo imho afaik iirc wtf omg tldr todo asap aka ps"
  )

  static let calendar = set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    mon tue tues wed thu thur thurs fri sat sun am pm
    """)

  /// Forms that show a clause: auxiliaries and the commonest verbs.
  static let verbs = set(
    """
    am is are was were be been being 'm 're 've 'll 'd 's has have had do does did can could will
    would should might may must ca wo think thinks thought know knows knew get gets got make makes
    made see sees saw use uses used work works worked try tries tried go goes went come comes came
    need needs needed want wants wanted say says said tell tells told ask asks asked give gives gave
    look looks looked run runs ran write writes wrote find finds found mean means feel feels felt
    seem seems take takes took put keep keeps kept let lets help helps start starts started fix fixed
    send sent call calls called show shows like likes love loves prefer prefers has wrote lives moved
    reported joined left posted mentioned suggested agreed meets met reschedule
    """)

  /// What greets or acknowledges and says nothing of the world.
  static let interjections = set(
    """
    hi hey hello thanks thank you ok okay yes yeah yep yup no nope cool nice great sure right well oh
    ah hmm lol haha wow cheers awesome perfect all everyone guys folks there so much very good morning
    evening afternoon night bye congrats welcome sorry
    """)

  /// What may stand before a request or a question without being part of it.
  static let openers = set(
    "hi hey hello thanks ok okay yes yeah well so and but also then oh ah hmm btw sorry cool")

  private static func set(_ words: String) -> Set<String> {
    Set(words.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
