package io.tidings.session;

import org.springframework.context.annotation.Import;

@Import(NioEdge.class)
class SlowClientsNioIT extends SlowClientsIT {}
