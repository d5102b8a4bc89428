import ArgumentParser
import KnowledgeModel
import Server
import WireProtocol

struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prove that log, tables and sums agree.",
    discussion: """
      Checks the log's chain of digests, SQLite's integrity, that nothing refers to what is not there, that \
      sums of evidence are those of their statements, and that replaying the log gives what is stored. \
      Exits with 1 where something is wrong.

        rosemary verify                        all workspaces of the folder
        rosemary verify --workspace acme --json
      """)

  @OptionGroup var data: DataOptions
  @OptionGroup var output: OutputOptions

  @Option(name: .customLong("workspace"), help: "Only this workspace.")
  var name: String?

  func run() async throws {
    let backend = try await Backend.connect(to: data.folder)
    let proofs: [WorkspaceProof]
    do {
      proofs = try await prove(backend)
      await backend.close()
    } catch {
      await backend.close()
      throw error
    }
    if output.json {
      try Console.write(proofs.count == 1 ? proofs[0].json : .array(proofs.map(\.json)))
    } else {
      for proof in proofs { try Console.write(proof.text) }
    }
    guard proofs.allSatisfy(\.isSound) else { throw ExitCode.failure }
  }

  private func prove(_ backend: Backend) async throws -> [WorkspaceProof] {
    let folder = try DataFolder.workspaces(in: data.folder)
    let names = try name.map { [try WorkspaceOptions.read($0)] } ?? folder
    guard !names.isEmpty else {
      throw RosemaryError(
        .notFound, "\(data.folder) holds no workspace: name another folder by --data")
    }
    var proofs: [WorkspaceProof] = []
    for name in names {
      let progress = Progress("verifying \(name)", isSilent: output.json)
      defer { progress.end() }
      switch backend {
      case .embedded(_, _, let folder):
        proofs.append(try await folder.verify(name) { progress.update($0) })
      case .remote:
        let meta = Meta(workspace: name, principal: .everyone)
        let session = Session(backend: backend, meta: meta)
        proofs.append(
          WorkspaceProof(name, told: try await session.call(.adminVerify)))
      }
    }
    return proofs
  }
}
