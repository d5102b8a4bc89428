import KnowledgeModel
import LinearAlgebra

/// Makes of each word's vector one that knows its sentence, layer by layer: convolutions over
/// neighbours, gated recurrences in both directions, attention to any distance. What a layer finds is
/// normalised and added to what came in (He et al. 2016).
struct SentenceEncoder: Sendable {
  private enum Layer: Sendable {
    case convolution(weight: Matrix, bias: [Float])
    case recurrence(weight: Matrix, bias: [Float])
    case attention(SelfAttention)

    init(_ letter: Character, _ model: ModelFile, _ name: String, width: Int)
      throws(RosemaryError)
    {
      switch letter {
      case "c":
        self = .convolution(
          weight: try model.matrix(name + "weight", rows: 3 * width, columns: 2 * width),
          bias: try model.vector(name + "bias", count: 2 * width))
      case "s":
        self = .recurrence(
          weight: try model.matrix(name + "weight", rows: width, columns: 3 * width),
          bias: try model.vector(name + "bias", count: 3 * width))
      case "a": self = .attention(try SelfAttention(model, name, width: width))
      default:
        throw RosemaryError(.dataLoss, "the model has a layer `\(letter)`, which is not known here")
      }
    }

    func change(_ state: Matrix, _ sentences: [Range<Int>]) -> Matrix {
      switch self {
      case .convolution(let weight, let bias):
        Matrix.product(state.withNeighbours(segments: sentences), weight, bias: bias).maxout()
      case .recurrence(let weight, let bias):
        Matrix.product(state, weight, bias: bias).gatedRecurrence(segments: sentences)
      case .attention(let attention): attention.attend(state, sentences: sentences)
      }
    }
  }

  private struct Norm: Sendable {
    let gain: [Float]
    let shift: [Float]
  }

  private let layers: [(layer: Layer, norm: Norm)]

  init(_ model: ModelFile, width: Int) throws(RosemaryError) {
    guard let letters = model.option("encoder"), (1...16).contains(letters.count),
      width > 0, width % 2 == 0
    else { throw RosemaryError(.dataLoss, "the model names no encoder") }
    var layers: [(layer: Layer, norm: Norm)] = []
    for (index, letter) in letters.enumerated() {
      let name = "layer\(index)."
      let norm = Norm(
        gain: try model.vector(name + "gain", count: width),
        shift: try model.vector(name + "shift", count: width))
      layers.append((try Layer(letter, model, name, width: width), norm))
    }
    self.layers = layers
  }

  /// - Parameter sentences: the rows of each sentence.
  func encode(_ input: Matrix, sentences: [Range<Int>]) -> Matrix {
    var state = input
    for (layer, norm) in layers {
      var change = layer.change(state, sentences)
      change.normalizeRows(gain: norm.gain, shift: norm.shift)
      state.add(change)
    }
    return state
  }
}
