import Foundation
import InterestDecay
import KnowledgeModel

@testable import GraphStore

/// Interest by its definition: every touch of the model, decayed one by one and added up.
extension PlainWorkspace {
  struct PlainTouch: Hashable {
    var owner: EntityKey
    var node: EntityKey
    /// Nil for a lookup.
    var channel: EntityKey?
    var weight: Double
    var at: Timestamp
  }

  var touches: [PlainTouch] {
    var touches: [PlainTouch] = []
    for post in posts.values {
      guard let understanding = post.understanding else { continue }
      let author = EntityKey(kind: .user, name: post.message.author)
      let channel = Self.room(post.message.channel)
      let topics = Set(understanding.mentions.map(\.entity))
      func add(_ owner: EntityKey, _ nodes: Set<EntityKey>, _ weight: Double, _ at: Timestamp) {
        for node in nodes where node != owner {
          touches.append(
            PlainTouch(owner: owner, node: node, channel: channel, weight: weight, at: at))
        }
      }
      add(author, topics.union([channel]), 1, post.message.sentAt)
      for handle in topics where handle.kind == .handle {
        add(handle, [author, channel], 0.5, post.message.sentAt)
      }
      let standing = post.reactions.filter { !$0.value.isRemoved }
      for (user, reactions) in Dictionary(grouping: standing, by: \.key.user) {
        let first = reactions.map(\.value.at).min() ?? post.message.sentAt
        add(EntityKey(kind: .user, name: user), topics.union([author]), 0.5, first)
      }
    }
    for lookup in lookups {
      touches.append(
        PlainTouch(
          owner: EntityKey(kind: .user, name: lookup.owner), node: lookup.node, channel: nil,
          weight: 0.25, at: lookup.at))
    }
    return touches
  }

  /// The weight of every node that `owners` care about, as far as `channels` tell.
  func interests(
    of owners: [EntityKey], in channels: Set<EntityKey>, halfLife: Double, now: Timestamp
  ) -> [EntityKey: Double] {
    var weights: [EntityKey: Double] = [:]
    for touch in touches where owners.contains(touch.owner) && !owners.contains(touch.node) {
      guard touch.channel.map(channels.contains) ?? true else { continue }
      let age = now.seconds - touch.at.seconds
      weights[touch.node, default: 0] += touch.weight * pow(2, -age / halfLife)
    }
    return weights
  }
}
