package mailctl.delivery;

import java.util.List;

/// The laws that one statement can check. That a status and the accumulators follow from what was
/// heard is not among them: there is one fold, and it is not written in SQL.
final class Laws {
  private static final Law ONE_STATUS =
      new Law(
          "one_status",
          "every delivery has one of the known statuses, and a skipped one its reason",
          """
          select 'delivery' as thing, d.id, case
              when d.status = 'skipped' then 'skipped without a reason'
              else 'unknown status ' || d.status end as what
          from delivery d
          where d.scheduled_email_id = {0}
            and (d.status not in ('queued', 'sending', 'sent', 'deferred', 'delivered', 'retrying',
                'bounced', 'dropped', 'failed', 'in_doubt', 'skipped', 'cancelled')
              or (d.status = 'skipped' and d.skip_reason is null))
          """);

  private static final Law OWN_EVENT =
      new Law(
          "own_event",
          "every delivery is to a registration of the email's own event",
          """
          select 'delivery' as thing, d.id,
            'registration ' || r.id || ' belongs to event ' || r.event_id as what
          from delivery d
          join scheduled_email s on s.id = d.scheduled_email_id
          join registration r on r.id = d.registration_id
          where d.scheduled_email_id = {0} and r.event_id <> s.event_id
          """);

  private static final Law ONE_DELIVERY =
      new Law(
          "one_delivery",
          "a registration has one delivery per occurrence",
          """
          select 'delivery' as thing, min(d.id) as id,
            count(*) || ' deliveries to registration ' || d.registration_id as what
          from delivery d
          where d.scheduled_email_id = {0}
          group by d.registration_id, d.occurrence having count(*) > 1
          """);

  private static final Law ONE_ADDRESS =
      new Law(
          "one_address",
          "an address has one delivery per occurrence, skipped duplicates left out",
          """
          select 'delivery' as thing, min(d.id) as id,
            count(*) || ' deliveries to its address' as what
          from delivery d
          where d.scheduled_email_id = {0} and d.skip_reason is distinct from 'duplicate_address'
          group by lower(d.email), d.occurrence having count(*) > 1
          """);

  private static final Law ATTEMPT_NUMBERS =
      new Law(
          "attempt_numbers",
          "a delivery counts its attempts, which are numbered from 1 without gaps",
          """
          select 'delivery' as thing, d.id, 'counts ' || d.attempts || ', has '
            || count(a.id) || ' numbered up to ' || coalesce(max(a.number), 0) as what
          from delivery d left join attempt a on a.delivery_id = d.id
          where d.scheduled_email_id = {0}
          group by d.id
          having d.attempts <> count(a.id) or coalesce(max(a.number), 0) <> count(a.id)
          """);

  private static final Law RECIPIENTS =
      new Law(
          "submission_recipients",
          "a submission has as many attempts as it says",
          """
          select 'submission' as thing, s.id,
            'says ' || s.recipients || ', has ' || count(a.id) as what
          from submission s left join attempt a on a.submission_id = s.id
          where s.scheduled_email_id = {0}
          group by s.id having s.recipients <> count(a.id)
          """);

  private static final Law SAME_EMAIL =
      new Law(
          "same_email",
          "an attempt travels in a submission of its own email",
          """
          select 'attempt' as thing, a.id,
            'delivery ' || d.id || ' travels in submission ' || s.id || ' of email '
              || s.scheduled_email_id as what
          from delivery d
          join attempt a on a.delivery_id = d.id
          join submission s on s.id = a.submission_id
          where d.scheduled_email_id = {0} and s.scheduled_email_id <> d.scheduled_email_id
          """);

  private static final Law LEASE =
      new Law(
          "lease_or_outcome",
          "a submission has a live lease or an outcome, with its times",
          """
          select 'submission' as thing, s.id, case
              when s.state in ('claimed', 'calling') then s.state || ', and its lease ran out'
              else s.state || ', but no time tells when' end as what
          from submission s
          where s.scheduled_email_id = {0}
            and case
              when s.state in ('claimed', 'calling') then
                s.lease_until < {1} or s.settled_at is not null
              else s.settled_at is null or (s.called_at is null and s.state <> 'returned') end
          """);

  private static final Law PROOF =
      new Law(
          "proof",
          "what SendGrid reports on was accepted",
          """
          select 'attempt' as thing, a.id,
            'has events, but submission ' || s.id || ' is ' || s.state as what
          from delivery d
          join attempt a on a.delivery_id = d.id
          join submission s on s.id = a.submission_id
          where d.scheduled_email_id = {0} and a.first_event_at is not null
            and s.state <> 'accepted'
          """);

  private static final Law NOT_TWICE =
      new Law(
          "not_twice",
          "nobody is sent to again unless a block or a person asked for it",
          """
          select 'delivery' as thing, d.id,
            'attempt ' || t.number || ' was accepted and not blocked, and attempt '
              || min(t.later_number) || ' was accepted, too' as what
          from delivery d
          join mailed_twice t on t.delivery_id = d.id
          where d.scheduled_email_id = {0} and d.attempts > 1 and not t.by_hand
          group by d.id, t.number
          """);

  /// A submission that came back with a proof that it was not taken is in doubt no more.
  private static final Law NOT_ON_HOPE =
      new Law(
          "not_on_hope",
          "after a doubt, or one that was given up, only a person has it sent again",
          """
          select 'delivery' as thing, d.id,
            'attempt ' || a.number || ' is ' || s.state || ', and attempt ' || min(later.number)
              || ' followed' as what
          from delivery d
          join attempt a on a.delivery_id = d.id
          join submission s on s.id = a.submission_id
          join attempt later on later.delivery_id = d.id and later.number > a.number
          where d.scheduled_email_id = {0} and d.attempts > 1
            and s.state in ('in_doubt', 'given_up')
            and not exists (
              select from attempt word
              where word.delivery_id = d.id and word.origin = 'resend'
                and word.number > a.number and word.number <= later.number)
          group by d.id, a.number, s.state
          """);

  /// Of earlier ones it is known only where the logs were asked, or where a person gave it up.
  private static final Law EVIDENCE =
      new Law(
          "evidence",
          "a doubt is settled by evidence that is written down",
          """
          select 'submission' as thing, s.id,
            'was in doubt and is ' || s.state || ', without evidence' as what
          from submission s
          where s.scheduled_email_id = {0}
            and (s.state = 'given_up'
              or s.state in ('accepted', 'rejected', 'returned')
                and (s.doubted_at is not null
                  or exists (select from doubt_inquiry q where q.submission_id = s.id)))
            and not exists (select from settlement_evidence e where e.submission_id = s.id)
          """);

  /// A bounce may come after the retry, and often says an earlier time. Only the inbox tells when
  /// it was known; a minute is for those who waited for each other's locks.
  private static final Law NO_RETRY =
      new Law(
          "no_retry",
          "nobody is retried who is known to have bounced or been dropped",
          """
          select 'delivery' as thing, d.id,
            'attempt ' || a.number || ' was ' || a.outcome || ', and attempt '
              || min(later.number) || ' is a retry' as what
          from delivery d
          join attempt a on a.delivery_id = d.id
          join attempt later on later.delivery_id = d.id and later.number > a.number
            and later.origin = 'retry'
          join submission ls on ls.id = later.submission_id
          where d.scheduled_email_id = {0} and d.attempts > 1
            and a.outcome in ('bounced', 'dropped')
            and not exists (
              select from attempt word
              where word.delivery_id = d.id and word.origin = 'resend'
                and word.number > a.number and word.number < later.number)
            and exists (
              select from provider_event p join webhook_post w on w.id = p.webhook_post_id
              where p.delivery_id = d.id and p.occurred_at = a.outcome_at
                and p.fingerprint = a.outcome_fingerprint
                and w.processed_at < ls.claimed_at - interval '1 minute')
          group by d.id, a.number, a.outcome
          """);

  /// Not while they are still being marked, a piece at a time.
  ///
  /// One that had been given up before its email was cancelled may turn out to have been blocked:
  /// it waits then, and is never claimed.
  private static final Law CANCELLED =
      new Law(
          "cancelled",
          "a cancelled email has nobody left who waits for a first attempt",
          """
          select 'delivery' as thing, d.id, d.status || ', though its email is cancelled' as what
          from scheduled_email s join delivery d on d.scheduled_email_id = s.id
          where s.id = {0} and s.status = 'cancelled' and s.cancelling_since is null
            and d.due_at is not null and (d.attempts = 0 or d.cancelled_at is not null)
          """);

  private static final Law HELD_BACK =
      new Law(
          "held_back",
          "nobody is held back without a canary that is watched or has failed",
          """
          select 'delivery' as thing, d.id, 'held back, and its email ' || case
              when c.state is null then 'has no canary' else 'has a canary that is ' || c.state
              end as what
          from delivery d left join canary c on c.scheduled_email_id = d.scheduled_email_id
          where d.scheduled_email_id = {0} and d.due_at = '9999-01-01 00:00:00Z'
            and coalesce(c.state, '') not in ('probing', 'failed')
          """);

  private static final Law WAITS_FOR_VARIANT =
      new Law(
          "waits_for_variant",
          "nobody waits for a variant that was decided and given to everybody",
          """
          select 'delivery' as thing, d.id, 'waits for its variant, and '
            || case when e.id is null then 'its email has none' else 'that is decided' end as what
          from delivery d
          left join experiment e on e.scheduled_email_id = d.scheduled_email_id
            and e.state is not null
          where d.scheduled_email_id = {0} and d.due_at = '9999-02-01 00:00:00Z'
            and (e.id is null or e.carried_out_at is not null)
          """);

  private static final Law VARIANT =
      new Law(
          "variant",
          "who goes first and with which variant is as the keyed hash of the registration says",
          """
          select 'delivery' as thing, d.id, 'has variant ' || coalesce(d.variant, 'none')
            || case when d.tested then ' and went first' else '' end as what
          from (
            select e.scheduled_email_id, e.share, e.key, e.rest_gets, variant_lots(e.id) as lots
            from experiment e where e.scheduled_email_id = {0} offset 0) e
          join delivery d on d.scheduled_email_id = e.scheduled_email_id
          cross join lateral (
            select variant_hash(e.key, d.registration_id) as hash offset 0) h
          where d.tested is distinct from variant_goes_first(h.hash, e.share)
            or d.tested and d.variant is distinct from variant_drawn(h.hash, e.lots)
            or not d.tested and d.variant is not null
              and d.variant not in (e.lots[1], coalesce(e.rest_gets, ''))
          union all
          select 'delivery', d.id, 'has variant ' || coalesce(d.variant, 'none')
            || ', and its email has none'
          from delivery d
          where d.scheduled_email_id = {0} and (d.variant is not null or d.tested)
            and not exists (select from experiment e where e.scheduled_email_id = {0})
          """);

  private static final Law HISTORY =
      new Law(
          "history",
          "a provider event is about an attempt of the delivery that it names",
          """
          select 'delivery' as thing, d.id, count(*) || ' provider events of attempt '
            || p.attempt_id || ', which is not its own' as what
          from delivery d
          join provider_event p on p.delivery_id = d.id
          left join attempt a on a.id = p.attempt_id and a.delivery_id = d.id
          where d.scheduled_email_id = {0} and p.attempt_id is not null and a.id is null
          group by d.id, p.attempt_id
          """);

  private static final Law DUE =
      new Law(
          "due",
          "a delivery has a due time exactly while it waits for an attempt",
          """
          select 'delivery' as thing, d.id, d.status
            || case when d.due_at is null then ' without a due time' else ' and due' end as what
          from delivery d
          where d.scheduled_email_id = {0}
            and (d.due_at is not null) <> (d.status in ('queued', 'retrying'))
          """);

  private static final Law WHOLE =
      new Law(
          "whole",
          "an attempt has a delivery and a submission",
          """
          select 'attempt' as thing, a.id, 'its submission is missing' as what
          from delivery d
          join attempt a on a.delivery_id = d.id
          left join submission s on s.id = a.submission_id
          where d.scheduled_email_id = {0} and s.id is null
          union all
          select 'attempt', a.id, 'its delivery is missing'
          from submission s
          join attempt a on a.submission_id = s.id
          left join delivery d on d.id = a.delivery_id
          where s.scheduled_email_id = {0} and d.id is null
          """);

  private static final Law QUEUE =
      new Law(
          "queue",
          "who has a due time stands in the queue of what is due, and nobody else does",
          """
          select 'delivery' as thing, d.id, 'due, and not in the queue' as what
          from delivery d
          left join due_delivery q on q.scheduled_email_id = d.scheduled_email_id
            and q.due_at = d.due_at and q.delivery_id = d.id
          where d.scheduled_email_id = {0} and d.due_at is not null and q.delivery_id is null
          union all
          select 'delivery', q.delivery_id, 'in the queue, and not due then'
          from due_delivery q
          left join delivery d on d.id = q.delivery_id and d.due_at = q.due_at
            and d.scheduled_email_id = q.scheduled_email_id
          where q.scheduled_email_id = {0} and d.id is null
          """);

  /// Retries and resends go on after the end; they are not of the first round.
  private static final Law FINISHED =
      new Law(
          "finished",
          "an email that is over has nothing left of its first round",
          """
          select 'delivery' as thing, d.id,
            d.status || ', though its email is ' || s.status as what
          from scheduled_email s join delivery d on d.scheduled_email_id = s.id
          where s.id = {0} and s.status in ('sent', 'failed') and d.created_at <= s.finished_at
            and d.resend_at is null
            and (d.status = 'queued' and d.attempts = 0
              or d.status = 'sending' and exists (
                select from attempt a join submission b on b.id = a.submission_id
                where a.delivery_id = d.id and a.number = d.attempts and a.origin = 'plan'
                  and b.claimed_at < s.finished_at))
          """);

  private static final Law POSTS =
      new Law(
          "posts",
          "a webhook post that was processed says when, and how many events it had",
          """
          select 'post' as thing, p.id, 'processed, but does not say '
            || case when p.events is null then 'how many events' else 'when' end as what
          from webhook_post p
          where p.state = 'processed' and (p.events is null or p.processed_at is null)
          """);

  private static final Law PARKED =
      new Law(
          "post_parked",
          "no more events of a post are parked than were in it",
          """
          select 'post' as thing, p.id, 'had ' || p.events || ', of which ' || w.events
            || ' parked' as what
          from (select webhook_post_id as id, count(*) as events from parked_event group by 1) w
          join webhook_post p on p.id = w.id
          where p.state = 'processed' and w.events > p.events
          """);

  private static final Law POST_EVENTS =
      new Law(
          "post_events",
          "no more events of a post are kept in a month, or parked, than were in it",
          """
          select 'post' as thing, p.id, 'had ' || p.events || ', of which ' || k.events
            || ' kept and ' || coalesce(w.events, 0) || ' parked' as what
          from (
            select webhook_post_id as id, count(*) as events from {0}
            where webhook_post_id is not null group by 1) k
          join webhook_post p on p.id = k.id
          left join (
            select webhook_post_id as id, count(*) as events from parked_event group by 1) w
            on w.id = p.id
          where p.state = 'processed' and k.events + coalesce(w.events, 0) > p.events
          """);

  private static final Law ORPHANS =
      new Law(
          "history_orphans",
          "no provider event is about a delivery that is not there",
          """
          select 'delivery' as thing, p.delivery_id as id,
            count(*) || ' provider events, but no such delivery' as what
          from {0} p left join delivery d on d.id = p.delivery_id
          where p.delivery_id is not null and d.id is null
          group by p.delivery_id
          """);

  static final List<Law> OF_AN_EMAIL =
      List.of(
          ONE_STATUS,
          OWN_EVENT,
          ONE_DELIVERY,
          ONE_ADDRESS,
          ATTEMPT_NUMBERS,
          RECIPIENTS,
          SAME_EMAIL,
          LEASE,
          PROOF,
          NOT_TWICE,
          NOT_ON_HOPE,
          EVIDENCE,
          NO_RETRY,
          CANCELLED,
          HELD_BACK,
          WAITS_FOR_VARIANT,
          VARIANT,
          HISTORY,
          DUE,
          QUEUE,
          WHOLE,
          FINISHED);

  static final List<Law> OF_THE_INSTALLATION = List.of(POSTS, PARKED);

  /// One month of the history after the other.
  static final List<Law> OF_THE_HISTORY = List.of(POST_EVENTS, ORPHANS);

  private Laws() {}
}
