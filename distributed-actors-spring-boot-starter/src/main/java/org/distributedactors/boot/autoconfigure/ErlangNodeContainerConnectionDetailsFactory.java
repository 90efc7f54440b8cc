package org.distributedactors.boot.autoconfigure;

import java.util.List;
import org.distributedactors.boot.testcontainers.ErlangNodeContainer;
import org.distributedactors.discovery.Seed;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/// Makes the application join the Erlang node of a container that is marked with `@ServiceConnection`.
final class ErlangNodeContainerConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<
                ErlangNodeContainer, DistributedActorsConnectionDetails> {

    @Override
    protected DistributedActorsConnectionDetails getContainerConnectionDetails(
            ContainerConnectionSource<ErlangNodeContainer> source) {
        return new ErlangNodeConnectionDetails(source);
    }

    private static final class ErlangNodeConnectionDetails
            extends ContainerConnectionDetails<ErlangNodeContainer>
            implements DistributedActorsConnectionDetails {

        private ErlangNodeConnectionDetails(ContainerConnectionSource<ErlangNodeContainer> source) {
            super(source);
        }

        @Override
        public String cookie() {
            return getContainer().getCookie();
        }

        @Override
        public List<Seed> seeds() {
            return List.of(getContainer().getSeed());
        }
    }
}
