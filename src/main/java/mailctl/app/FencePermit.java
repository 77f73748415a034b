package mailctl.app;

import static java.util.Objects.requireNonNull;

import mailctl.database.Tx;
import mailctl.delivery.Permit;
import mailctl.fence.Fence;

/// The fence, as the sending side sees it.
final class FencePermit implements Permit {
  private final Fence fence;

  FencePermit(Fence fence) {
    this.fence = requireNonNull(fence, "fence is null");
  }

  @Override
  public void require(Tx tx) {
    fence.require(tx);
  }

  @Override
  public String installation() {
    return fence.installation();
  }
}
