@testable import WireProtocol

/// For every method, parameters and a result in which every field is present.
enum Example {
  static let params: [Method: JSONValue] = parsed(paramsText)
  static let results: [Method: JSONValue] = parsed(resultsText)

  private static func parsed(_ texts: [Method: String]) -> [Method: JSONValue] {
    texts.compactMapValues { try? JSONValue(parsing: Array($0.utf8)) }
  }

  private static let message = """
    {"id":"m1","channel":"C1","thread":"t","author":"bob","sent_at":"2024-05-02T16:20:00Z",\
    "text":"hi","edited_at":"2024-05-02T16:21:00Z","reply_to":"m0","kind":"join","zone":"UTC",\
    "attachments":[{"kind":"image","caption":"a cat"}],\
    "reactions":[{"name":"tada","users":["alice"]}]}
    """

  private static let paramsText: [Method: String] = [
    .sessionOpen: "{}", .adminHealth: "{}", .adminMethods: "{}", .adminStats: "{}",
    .adminVerify: "{}",
    .ingestAppend: #"{"messages":[\#(message)],"wait":"queryable"}"#,
    .ingestDelete: #"{"messages":["m1",{"channel":"C2","id":"m2"}],"channel":"C1"}"#,
    .ingestReact: """
    {"message":"m1","channel":"C1","name":"tada","user":"alice","at":"2024-05-02T16:20:00Z",\
    "removed":true}
    """,
    .ingestPutChannels:
      #"{"channels":[{"id":"C1","name":"general","kind":"public","members":["bob"]}]}"#,
    .ingestPutUsers: #"{"users":[{"id":"bob","name":"bob","aliases":["Bob B."],"zone":"UTC"}]}"#,
    .queryLookup: """
    {"text":"who?","entities":["user:bob"],"frames":["say-01"],"channels":["C1"],\
    "as_of":"2024-05-02T16:20:00Z","valid_at":"2024-05-02T16:20:00Z",\
    "now":"2024-05-02T16:20:00Z","limit":5,"token_budget":500,"explain":true,"touch":true}
    """,
    .interestTop: #"{"limit":5,"half_life":"7d","now":"2024-05-02T16:20:00Z"}"#,
  ]

  private static let entity = #""id":"user:bob","name":"Bob","kind":"user""#

  private static let resultsText: [Method: String] = [
    .sessionOpen: #"{"version":"0.1","workspace":"w","principal":"bob"}"#,
    .adminHealth: #"{"status":"SERVING","version":"0.1"}"#,
    .adminStats: """
    {"horizon":7,"messages":1,"channels":1,"users":1,"entities":2,"propositions":3,"statements":4}
    """,
    .adminVerify: #"{"ok":false,"events":7,"digest":"ab","problems":["a gap"]}"#,
    .ingestAppend: #"{"accepted":1,"duplicates":2,"horizon":3}"#,
    .ingestDelete: #"{"deleted":1,"missing":2,"horizon":3}"#,
    .ingestReact: #"{"applied":true,"horizon":3}"#,
    .ingestPutChannels: #"{"accepted":1,"horizon":3}"#,
    .ingestPutUsers: #"{"accepted":1,"horizon":3}"#,
    .queryLookup: """
    {"horizon":3,"propositions":[{"id":"p","text":"Bob asks","penman":"(r / request-01)",\
    "probability":0.5,"valid_from":"2024-05-02T16:20:00Z","valid_to":"2024-05-03T16:20:00Z",\
    "evidence":[{"message":"m1","channel":"C1","author":"bob","quote":"hi",\
    "author_name":"Bob","channel_name":"#general","sent_at":"2024-05-02T16:20:00Z"}],"score":1.5,\
    "terms":[{"name":"lexical","value":1.5,"detail":[{"name":"idf","value":0.5}]}]}],\
    "messages":[{"id":"m1","channel":"C1","author":"bob","sent_at":"2024-05-02T16:20:00Z",\
    "author_name":"Bob","channel_name":"#general",\
    "text":"hi","score":1.5,"thread":"t","terms":[{"name":"lexical","value":1.5}]}],\
    "entities":[{\(entity),"score":0.25}]}
    """,
    .interestTop: #"{"horizon":3,"entities":[{\#(entity),"weight":0.25}]}"#,
  ]
}
