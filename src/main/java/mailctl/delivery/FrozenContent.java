package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import mailctl.campaign.EmailContent;

/// What a standing email said when something happened.
///
/// @param bulletin the variables of the bulletin that happened, if it was one
record FrozenContent(EmailContent content, Map<String, String> bulletin) {
  FrozenContent {
    requireNonNull(content, "content is null");
    bulletin = Map.copyOf(bulletin);
  }
}
