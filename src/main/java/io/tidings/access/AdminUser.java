package io.tidings.access;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** Whoever showed the admin token. No session is anybody's by it. */
final class AdminUser extends AbstractAuthenticationToken {

    static final AdminUser INSTANCE = new AdminUser();

    private static final long serialVersionUID = 1L;

    private AdminUser() {
        super(List.of());
        super.setAuthenticated(true);
    }

    @Override
    public String getCredentials() {
        return "";
    }

    @Override
    public String getPrincipal() {
        return "admin";
    }
}
