/** What stands before every gRPC call: the token check and the net for unexpected faults. */
@NullMarked
package io.cuegrid.node.service.auth;

import org.jspecify.annotations.NullMarked;
