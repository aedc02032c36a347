"""What the three tenders say of roles, access and security, word for word, row by row.

A row is shown by tests that name it (`@shows`), waits for a part that is not built (`later`: its
requirement), or is shown elsewhere (`elsewhere`: by which files). `test_tender.py` holds that each
row is one of these, and that what waits is listed as open in `docs/requirements.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Row:
    """`id`: tender, role and place, as in the table below. `later` may be a part of the row."""

    id: str
    words: str
    later: str = ""
    elsewhere: tuple[str, ...] = ()


CRM_ADMINISTRATOR = (
    Row("admin-1", "Crear, editar e inactivar usuarios."),
    Row("admin-2", "Asignar y modificar roles (Administrador, Supervisor, Agente)."),
    Row("admin-3", "Acceder a todas las secciones del CRM."),
    Row("admin-4", "Gestionar conexiones/cuentas de WhatsApp."),
    Row("admin-5", "Configurar mensajes de bienvenida y despedida.", later="BO-10"),
    Row("admin-6", "Visualización de dashboard globales y métricas generales.", later="AD-05"),
    Row("admin-7", "Gestionar etiquetas (crear, editar, inactivar)."),
    Row("admin-8", "Aprobar o denegar transferencias de chats.", later="RO-08"),
    Row("admin-9", "Visualizar todos los chats, contactos y clientes.", later="CO-01"),
    Row("admin-10", "Acceder a alertas críticas del sistema."),
    Row(
        "admin-11",
        "Definir reglas operativas (asignaciones, transferencias, notificaciones).",
        later="RO-08",
    ),
    Row("admin-12", "No elimina información de forma definitiva."),
)
CRM_SUPERVISOR = (
    Row("supervisor-1", "Visualizar dashboard y métricas operativas.", later="RE-01"),
    Row(
        "supervisor-2",
        "Gestionar y validar contactos y clientes (Completar información de nuevos clientes y "
        "corregir inconsistencias de datos).",
        later="CO-06",
    ),
    Row("supervisor-3", "Visualizar todos los chats y contactos asignados a su ámbito."),
    Row("supervisor-4", "Aprobar o denegar transferencias de chats.", later="RO-08"),
    Row("supervisor-5", "Asignar chats o contactos a agentes.", later="CO-06"),
    Row("supervisor-6", "Crear, editar e inactivar etiquetas."),
    Row(
        "supervisor-7",
        "Recibir notificaciones operativas (transferencias, alertas).",
        later="RO-08",
    ),
    Row("supervisor-8", "Gestionar parcialmente conexiones de WhatsApp."),
    Row("supervisor-9", "No puede crear ni eliminar usuarios administradores."),
    Row("supervisor-10", "No puede modificar configuraciones globales del sistema."),
)
CRM_AGENT = (
    Row("agent-1", "Visualizar únicamente los chats y contactos asignados."),
    Row("agent-2", "Enviar y recibir mensajes de texto e imágenes y audios."),
    Row("agent-3", "Utilizar plantillas de mensajes predefinidas."),
    Row("agent-4", "Visualizar mensajes pendientes por responder."),
    Row("agent-5", "Solicitar transferencias de chats (según reglas definidas).", later="RO-08"),
    Row("agent-6", "Crear contactos de forma ágil (cuando esté permitido).", later="CO-01"),
    Row("agent-7", "Cambiar únicamente su contraseña de acceso."),
    Row("agent-8", "No puede eliminar chats, mensajes ni contactos."),
    Row("agent-9", "No puede modificar datos sensibles del cliente."),
    Row("agent-10", "No puede editar perfiles de usuario ni roles."),
    Row("agent-11", "No puede gestionar conexiones de WhatsApp."),
    Row("agent-12", "No puede aprobar transferencias.", later="RO-08"),
)
CRM_ELSEWHERE = (
    Row(
        "crm-etiquetas",
        "Configuración dinámica de acceso a etiquetas por rol de usuario (solo los usuarios "
        "permitidos pueden ver etiquetas)",
    ),
    Row("crm-asignacion", "Asignación directa de chats a agentes mediante lista desplegable "
        "(Admin/supervisor)"),
    Row("crm-aislamiento", "Aislamiento de información por agente."),
)  # fmt: skip
AGENCY = (
    Row(
        "agency-1",
        "Asignación de perfil por usuario (operador, supervisor, administrador, operador saliente "
        "o supervisor saliente).",
        later="CA-01",
    ),
    Row(
        "agency-2",
        "Configuración de roles y permisos, permitiendo definir las acciones habilitadas para cada "
        "perfil del sistema.",
    ),
    Row("agency-3", "habilitar o deshabilitar usuario para la atención."),
    Row(
        "agency-4",
        "Permitir la edición de la visibilidad de los datos del operador (datos del contacto y al "
        "contacto: nombre, CUIT, correo electrónico, nombre de operador y tiempos de respuesta).",
        later="CO-01",
        elsewhere=("tests/integration/access/test_withholding.py",),
    ),
    Row(
        "agency-5",
        "Definición de nombre de usuario y credenciales de acceso, incluyendo políticas de "
        "contraseña.",
        elsewhere=("tests/unit/api/test_security_routes.py", "tests/unit/domains/security"),
    ),
    Row("agency-6", "Asociación de usuarios a colas de atención y canales correspondientes."),
    Row(
        "agency-7",
        "Permitir modificar el estado de los operadores de forma global e individual (inició de "
        "sesión, cierre de sesión, descansos, coaching).",
    ),
    Row("agency-8", "Permitir asignación manual de conversaciones."),
    Row("agency-9", "Acceso y configuración del módulo de auditoría de acciones del sistema."),
    Row(
        "agency-10",
        "Definición de perfiles habilitados y formatos disponibles.",
        later="DE-12",
    ),
    Row(
        "agency-11",
        "deberá poder integrarse a la autenticación con Usuarios propios de ARBA, mediante "
        "integración con un IDP vía protocolos oauth 2.0 o oidc",
        elsewhere=(
            "tests/unit/api/test_provider_routes.py",
            "tests/integration/identity_providers/test_certified_provider.py",
        ),
    ),
)
INSURER = (
    Row(
        "insurer-1",
        "autenticación de múltiples factores y controles de acceso basados en roles",
    ),
    Row("insurer-2", "principios de privilegio mínimo y revisión periódica de los derechos de "
        "acceso"),
    Row(
        "insurer-3",
        "mantener registros detallados de todas las actividades de manipulación y eliminación "
        "relacionadas con los datos y la información",
        elsewhere=("tests/integration/audit", "tests/integration/privacy"),
    ),
    Row(
        "insurer-4",
        "mecanismos de autenticación y autorización basados en el estándar OAuth 2.0",
        elsewhere=("tests/unit/api/test_oauth.py", "tests/integration/stack/test_python_client.py"),
    ),
    Row(
        "insurer-5",
        "cifrado de datos en tránsito y reposo con algoritmos actuales y vigentes",
        elsewhere=("tests/infra/test_stateful.py", "tests/infra/test_doors.py"),
    ),
)  # fmt: skip
ROWS = (*CRM_ADMINISTRATOR, *CRM_SUPERVISOR, *CRM_AGENT, *CRM_ELSEWHERE, *AGENCY, *INSURER)

SHOWN: dict[str, list[str]] = {}
"""Which tests show a row."""


def shows(*row_ids: str) -> Callable[[T], T]:
    """A test shows these rows."""

    def register(test: T) -> T:
        for row_id in row_ids:
            SHOWN.setdefault(row_id, []).append(getattr(test, "__name__", str(test)))
        return test

    return register
