/// The number of a document, chosen by the caller: dense, from 0, below ``LexicalDocument/numberBound``.
public typealias DocumentNumber = UInt32

/// The number of the partition that a document lies in: dense and small, chosen by the caller.
///
/// Partitions are the unit of readability: who may read one document of a partition may read all.
public typealias Partition = UInt32

/// What the index is told of one document.
///
/// Terms are compared by their UTF-8 bytes, so normalising them is the caller's part. Any string is
/// a term, the empty one included.
public struct LexicalDocument: Hashable, Sendable {
  /// Document numbers lie below this bound; a document past it is not indexed.
  public static let numberBound: DocumentNumber = 1 << 31

  public var number: DocumentNumber
  public var partition: Partition
  /// One entry an occurrence, in any order. An occurrence that shall weigh double is given twice.
  public var terms: [String]
  /// The length by which BM25 normalises. It may differ from the number of terms: terms that no
  /// reader types (the key of an entity, say) should not make a document long. Clamped to 32 bits.
  public var length: Int

  /// - Parameter length: the number of terms where it is nil.
  public init(
    number: DocumentNumber, partition: Partition, terms: [String], length: Int? = nil
  ) {
    self.number = number
    self.partition = partition
    self.terms = terms
    self.length = length ?? terms.count
  }
}
