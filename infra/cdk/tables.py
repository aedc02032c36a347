"""The tables of `chalicelib/core/tables.py`, on demand, recoverable and protected."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from chalicelib.core.tables import TABLES, Index, KeyType, Table
from infra.deployment.names import Names

_TYPES = {"S": dynamodb.AttributeType.STRING, "N": dynamodb.AttributeType.NUMBER}


class Tables(Construct):
    """`of` maps logical names to tables. Names are ours: a change that replaces one fails."""

    def __init__(self, scope: Construct, name: str, *, names: Names) -> None:
        super().__init__(scope, name)
        self.of = {table.name: self._table(table, names) for table in TABLES}

    def _table(self, table: Table, names: Names) -> dynamodb.TableV2:
        return dynamodb.TableV2(
            self,
            table.name,
            table_name=names.table(table.name),
            partition_key=_attribute(table.key.partition),
            sort_key=_attribute(table.key.sort) if table.key.sort else None,
            global_secondary_indexes=[_index(index) for index in table.indexes],
            billing=dynamodb.Billing.on_demand(),
            dynamo_stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES if table.stream else None,
            time_to_live_attribute=table.ttl,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=True,
            removal_policy=cdk.RemovalPolicy.RETAIN,
        )


def _index(index: Index) -> dynamodb.GlobalSecondaryIndexPropsV2:
    return dynamodb.GlobalSecondaryIndexPropsV2(
        index_name=index.name,
        partition_key=_attribute(index.key.partition),
        sort_key=_attribute(index.key.sort) if index.key.sort else None,
        projection_type=dynamodb.ProjectionType.KEYS_ONLY,
    )


def _attribute(named: tuple[str, KeyType]) -> dynamodb.Attribute:
    name, kind = named
    return dynamodb.Attribute(name=name, type=_TYPES[kind])
