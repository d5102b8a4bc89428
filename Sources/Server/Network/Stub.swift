enum NetStub {}
