import KnowledgeModel
import Testing

@testable import WireProtocol

/// A place in an example where a schema's object stands: how to change it there, and only there.
private struct Spot {
  var path: String
  var members: [Schema.Member]
  var object: [JSONValue.Member]
  var replaced: ([JSONValue.Member]) -> JSONValue
}

/// Every object of `value` that `schema` describes, the outermost first.
private func spots(
  _ schema: Schema, _ value: JSONValue, _ path: String = "",
  _ replaced: @escaping (JSONValue) -> JSONValue = { $0 }
) -> [Spot] {
  switch (schema, value) {
  case (.object(let members), .object(let object)):
    let here = Spot(path: path, members: members, object: object) { replaced(.object($0)) }
    let below = members.flatMap { member -> [Spot] in
      guard let index = object.firstIndex(where: { $0.name == member.name }) else { return [] }
      let inside = path.isEmpty ? member.name : "\(path).\(member.name)"
      return spots(member.property.schema, object[index].value, inside) { new in
        var copy = object
        copy[index].value = new
        return replaced(.object(copy))
      }
    }
    return [here] + below
  case (.list(let element, _), .array(let values)):
    return values.indices.flatMap { index in
      spots(element, values[index], "\(path)[\(index)]") { new in
        var copy = values
        copy[index] = new
        return replaced(.array(copy))
      }
    }
  case (.either(let schemas), _): return schemas.flatMap { spots($0, value, path, replaced) }
  default: return []
  }
}

private func complaint(_ method: Method, _ params: JSONValue) -> String {
  do throws(FieldError) {
    _ = try CallParams(method, json: params)
    Issue.record("accepted by \(method): \(params)")
    return ""
  } catch {
    return error.description
  }
}

/// Reads a result by its type and writes it again.
private func again(_ method: Method, _ json: JSONValue) throws -> JSONValue {
  switch method {
  case .sessionOpen: try SessionOpenResult(json: json).json
  case .ingestAppend: try AppendResult(json: json).json
  case .ingestDelete: try DeleteResult(json: json).json
  case .ingestReact: try ReactResult(json: json).json
  case .ingestPutChannels, .ingestPutUsers: try PutResult(json: json).json
  case .queryLookup: try LookupResult(json: json).json
  case .interestTop: try InterestTopResult(json: json).json
  case .adminHealth: try HealthResult(json: json).json
  case .adminMethods: json
  case .adminStats: try StatsResult(json: json).json
  case .adminVerify: try VerifyResult(json: json).json
  }
}

struct MethodTableTests {
  @Test(arguments: Method.allCases)
  func `a field is accepted where its schema lists it, and nowhere else`(method: Method) throws {
    let example = try #require(Example.params[method])
    _ = try CallParams(method, json: example)
    for spot in spots(method.descriptor.params, example) {
      #expect(spot.members.map(\.name).sorted() == spot.object.map(\.name).sorted(), "\(spot.path)")
      let strange = spot.replaced(spot.object + [JSONValue.Member("strange", .null)])
      let path = spot.path.isEmpty ? "strange" : "\(spot.path).strange"
      #expect(complaint(method, strange).hasPrefix("\(path): no such field; "))
    }
  }

  @Test(arguments: Method.allCases)
  func `a field is required exactly where its schema says so`(method: Method) throws {
    let example = try #require(Example.params[method])
    for spot in spots(method.descriptor.params, example) {
      for (index, member) in spot.object.enumerated() {
        var object = spot.object
        object.remove(at: index)
        let lacking = spot.replaced(object)
        if spot.members.first(where: { $0.name == member.name })?.property.isRequired == true {
          let path = spot.path.isEmpty ? member.name : "\(spot.path).\(member.name)"
          #expect(complaint(method, lacking) == "\(path): the field is missing")
        } else {
          #expect(throws: Never.self) { try CallParams(method, json: lacking) }
        }
      }
    }
  }

  @Test(arguments: Method.allCases)
  func `every field refuses a value of another kind, naming its path`(method: Method) throws {
    let example = try #require(Example.params[method])
    for spot in spots(method.descriptor.params, example) {
      for (index, member) in spot.object.enumerated() {
        var wrong: [JSONValue] = [.unrepresentable("NaN"), .object([JSONValue.Member("x", .null)])]
        if case .bool = member.value {
          wrong.append(.integer(1))
        } else {
          wrong.append(.bool(true))
        }
        for value in wrong {
          var object = spot.object
          object[index].value = value
          let path = spot.path.isEmpty ? member.name : "\(spot.path).\(member.name)"
          #expect(complaint(method, spot.replaced(object)).hasPrefix(path), "\(path)")
        }
      }
    }
  }

  @Test(arguments: Method.allCases)
  func `a result is read back as it was written, and its schema lists its fields`(
    method: Method
  ) throws {
    guard method != .adminMethods else { return }
    let example = try #require(Example.results[method])
    let written = try again(method, example).encoded()
    #expect(try written == example.encoded())
    for spot in spots(method.descriptor.result, example) {
      let listed = Set(spot.members.map(\.name))
      // Detail is left out where it is empty.
      #expect(
        listed.subtracting(["detail", "thread", "terms"]).isSubset(of: spot.object.map(\.name)))
      #expect(listed.isSuperset(of: spot.object.map(\.name)))
    }
  }

  @Test func `the table shows every method with its shapes`() throws {
    let shown = try JSONValue(parsing: MethodTable.json.encoded())
    guard case .array(let methods) = shown["methods"] else {
      Issue.record("no methods")
      return
    }
    #expect(methods.map { $0["name"] } == Method.allCases.map { .string($0.rawValue) })
    for method in methods {
      #expect(method["params"]?["properties"]?["_meta"]?["properties"]?["workspace"] != nil)
      #expect(method["params"]?["additionalProperties"] == .bool(false))
    }
    #expect(try MethodTable.json.encoded().count < Limits.lineBytes / 4)
  }

  @Test func `what changes the directory and what checks the store need an administrator`() {
    let admin = Method.allCases.filter { $0.descriptor.rights == .admin }
    #expect(admin == [.ingestPutChannels, .ingestPutUsers, .adminVerify])
    let open = Method.allCases.filter { $0.descriptor.rights == .none }
    #expect(open == [.sessionOpen, .adminHealth, .adminMethods])
  }
}
