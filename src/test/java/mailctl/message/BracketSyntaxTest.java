package mailctl.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BracketSyntaxTest {
  private static final Set<String> KNOWN = VariableCatalog.names();

  @Test
  void old_variables_become_new_ones_and_other_brackets_stay() {
    assertThat(
            BracketSyntax.convert(
                "[eventName] $1 [greetingName] [1] [RSVP] [optional] {{phone|[email]}} [email]",
                KNOWN))
        .isEqualTo(
            "{{event_title}} $1 {{greeting_name}} [1] [RSVP] [optional] {{phone|[email]}}"
                + " {{email}}");
  }

  @Test
  void a_mistyped_old_variable_is_an_error() {
    TemplateException e =
        catchThrowableOfType(
            TemplateException.class, () -> BracketSyntax.convert("a\n [eventNmae]", KNOWN));

    assertThat(e)
        .hasMessage(
            "line 2, column 2: unknown variable '[eventNmae]' (did you mean 'event_title'?)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eventName",
        "eventDescription",
        "eventTime",
        "eventVenue",
        "ageRestriction",
        "eventDate",
        "applicationDeadline",
        "paymentDueDate",
        "dateRange",
        "eventCity",
        "eventLocation",
        "address",
        "organizationName",
        "organizationEmail",
        "greetingName",
        "firstName",
        "lastName",
        "fullName",
        "businessName",
        "email",
        "vendorCategory",
        "boothNumber",
        "applicationDate",
        "boothPrice",
        "installDate",
        "installTime",
        "categoryList",
        "categoryPaymentLink",
        "categoryApplicationLink",
        "applicationLink",
        "artistApplicationLink",
        "vendorApplicationLink",
        "eventLink",
        "bulletinLink",
        "invitationLink",
        "dashboardLink",
        "unsubscribeLink",
        "eventEndDate",
        "contactName",
        "phone",
        "website",
        "categoryDescription",
        "installStartTime",
        "installEndTime",
        "paymentLink",
        "categoryPrice",
        "applicationCode",
        "eventPortalLink",
        "eventOptOutLink",
        "vendorName"
      })
  void every_variable_of_the_old_system_has_its_counterpart(String name) {
    String converted = BracketSyntax.convert("[" + name + "]", KNOWN);

    assertThat(Template.parse(converted, KNOWN).placeholders()).hasSize(1);
  }

  @Test
  void old_names_lead_to_variables_and_are_none_themselves() {
    assertThat(KNOWN).containsAll(VariableCatalog.oldNames().values());
    assertThat(KNOWN).doesNotContainAnyElementsOf(VariableCatalog.oldNames().keySet());
    assertThat(VariableCatalog.all().values()).noneMatch(String::isBlank);
  }
}
