"""From counts to quantities, by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from infra.cost.assumptions import FULL_CPU_MB
from infra.cost.counts import Count
from infra.cost.design import Design
from infra.cost.logs import ACCESS_LINE_BYTES, PLATFORM_BYTES
from infra.cost.work import Works
from tests.unit.infra.cost.samples import PLAIN, with_memory

WHOLE_CPU = Works(PLAIN, with_memory(FULL_CPU_MB))


class TestTime:
    def test_work_and_waits_are_billed_in_whole_milliseconds(self) -> None:
        count = Count(calls=1, cpu_ms=2.4, dynamodb_calls=3, queue_calls=1, frames=2)
        assert WHOLE_CPU.billed_ms("push", count) == 3 + 30 + 20 + 60

    def test_work_takes_longer_on_part_of_a_cpu_and_waits_do_not(self) -> None:
        half = Works(PLAIN, with_memory(FULL_CPU_MB // 2 + 1))
        count = Count(calls=1, cpu_ms=10, dynamodb_calls=1)
        assert half.billed_ms("inbound", count) == 20 + 10

    def test_more_than_one_cpu_makes_nothing_faster(self) -> None:
        large = Works(PLAIN, with_memory(FULL_CPU_MB * 2))
        assert large.billed_ms("inbound", Count(calls=1, cpu_ms=10)) == 10

    def test_two_invocations_share_what_was_done(self) -> None:
        assert WHOLE_CPU.billed_ms("push", Count(calls=2, cpu_ms=10, dynamodb_calls=2)) == 15

    def test_cold_starts_are_billed_by_their_share(self) -> None:
        works = Works(replace(PLAIN, cold_share=0.1, cold_ms=500), with_memory(FULL_CPU_MB))
        assert works.billed_ms("push", Count(calls=1, cpu_ms=1)) == 51

    def test_gigabyte_seconds_follow_the_memory(self) -> None:
        made = Works(PLAIN, with_memory(512)).work("relay", Count(calls=1, dynamodb_calls=100))
        assert made.lines["relay", "lambda.gb_seconds"] == pytest.approx(0.5)


class TestServices:
    def test_a_function_that_a_queue_feeds_receives_and_deletes(self) -> None:
        lines = WHOLE_CPU.work("inbound", Count(calls=1)).lines
        assert lines["inbound", "sqs.fifo_requests"] == 2
        assert ("inbound", "sqs.standard_requests") not in lines

    def test_sends_are_paid_by_the_sender(self) -> None:
        lines = WHOLE_CPU.work("relay", Count(calls=1, fifo_sends=1, standard_sends=2)).lines
        assert lines["relay", "sqs.fifo_requests"] == 1
        assert lines["relay", "sqs.standard_requests"] == 2

    def test_what_is_stored_is_kept_recoverable(self) -> None:
        lines = WHOLE_CPU.work("inbound", Count(calls=1, stored_bytes=500_000_000)).lines
        assert lines["inbound", "dynamodb.stored_gb"] == 0.5
        assert lines["inbound", "dynamodb.recovery_gb"] == 0.5

    def test_a_frame_is_a_message_of_the_socket_and_goes_out_by_the_cdn(self) -> None:
        lines = WHOLE_CPU.work("push", Count(calls=1, frames=2, frame_bytes=4_000)).lines
        assert lines["push", "api_gateway.socket_messages"] == 2
        assert lines["push", "cloudfront.desk_gb"] == pytest.approx(4e-6)

    def test_a_request_of_a_desk_passes_cdn_and_rest_api(self) -> None:
        lines = WHOLE_CPU.work("api", Count(calls=3, answer_bytes=1_000)).lines
        for price in ("api_gateway.rest_requests", "cloudfront.desk_requests"):
            assert lines["desk", price] == 3
        assert lines["desk", "cloudfront.function_runs"] == 3

    def test_a_frame_of_a_desk_is_paid_on_the_way_in_too(self) -> None:
        lines = WHOLE_CPU.work("socket-message", Count(calls=1, frames=1)).lines
        assert lines["desk", "api_gateway.socket_messages"] == 2

    @pytest.mark.parametrize(("through_cdn", "requests"), [(True, 1), (False, None)])
    def test_a_delivery_passes_the_cdn_only_by_its_address(
        self, through_cdn: bool, requests: int | None
    ) -> None:
        works = Works(PLAIN, replace(Design(), deliveries_through_cdn=through_cdn))
        lines = works.work("webhook", Count(calls=1)).lines
        assert lines.get(("webhook", "cloudfront.provider_requests")) == requests
        assert lines["webhook", "api_gateway.http_requests"] == 1


class TestLogs:
    @pytest.mark.parametrize(("platform", "more"), [(True, PLATFORM_BYTES), (False, 0)])
    def test_lines_of_the_platform_are_added_to_ours(self, platform: bool, more: int) -> None:
        works = Works(PLAIN, replace(Design(), platform_lines=platform))
        lines = works.work("inbound", Count(calls=1, log_bytes=300)).lines
        assert lines["inbound", "cloudwatch.log_gb"] == pytest.approx((300 + more) / 1e9)

    def test_a_door_writes_its_line_in_a_class_of_its_own(self) -> None:
        lines = Works(PLAIN, Design()).work("webhook", Count(calls=1, log_bytes=300)).lines
        written = lines["webhook", "cloudwatch.rare_log_gb"]
        assert written == pytest.approx(ACCESS_LINE_BYTES["webhook"] / 1e9)
        assert lines["webhook", "cloudwatch.log_gb"] == pytest.approx(300 / 1e9)

    def test_lines_have_the_size_of_real_ones(self) -> None:
        assert all(150 < size < 400 for size in ACCESS_LINE_BYTES.values())
        assert 300 < PLATFORM_BYTES < 450
