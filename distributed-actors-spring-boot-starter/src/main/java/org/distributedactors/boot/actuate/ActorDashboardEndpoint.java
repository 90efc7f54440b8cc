package org.distributedactors.boot.actuate;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/// One page for people: the cluster as this node sees it, its processes, names, groups and monitors, and what failed
/// lately. It asks the other endpoints once a second; what is not exposed is left out. It loads nothing from elsewhere,
/// and shows what comes from the network as text.
@WebEndpoint(id = "actordashboard", defaultAccess = Access.READ_ONLY)
public final class ActorDashboardEndpoint {

    private static final Resource PAGE =
            new ClassPathResource("dashboard.html", ActorDashboardEndpoint.class);

    @ReadOperation(produces = "text/html;charset=UTF-8")
    public Resource page() {
        return PAGE;
    }
}
